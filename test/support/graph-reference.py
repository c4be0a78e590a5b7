"""Measures of graphs by networkx or igraph, for test/graph-reference.test.ts.

Reads {"library": "networkx" | "igraph", "graphs": {name: {"nodeCount", "edges": [u, v, u, v, ...], "removed": [k, ...],
"orders": {name: [node, ...]}}}} from standard input and prints {name: measures}. In an order the last to be removed stands first.
"""

import json
import math
import sys


def finite(value):
    return None if math.isnan(value) else value


def by_networkx(nodes, pairs):
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(pairs)
    components = sorted(map(len, nx.connected_components(graph)), reverse=True)
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    degrees = [degree for _, degree in graph.degree()]
    assortativity = None if len(set(d for d in degrees if d)) < 2 else nx.degree_assortativity_coefficient(graph)

    def remaining(kept):
        return max(map(len, nx.connected_components(graph.subgraph(kept))), default=0)

    return {
        "links": graph.number_of_edges(),
        "components": components,
        "clustering": nx.average_clustering(graph),
        "assortativity": assortativity,
        "meanDistance": nx.average_shortest_path_length(largest) if len(largest) > 1 else None,
        "diameter": nx.diameter(largest),
    }, remaining


def by_igraph(nodes, pairs):
    import igraph

    graph = igraph.Graph(n=nodes, edges=pairs).simplify()
    largest = graph.connected_components().giant()

    def remaining(kept):
        return max(graph.induced_subgraph(kept).connected_components().sizes(), default=0)

    return {
        "links": graph.ecount(),
        "components": sorted(graph.connected_components().sizes(), reverse=True),
        "clustering": graph.transitivity_avglocal_undirected(mode="zero"),
        "assortativity": finite(graph.assortativity_degree(directed=False)),
        "meanDistance": largest.average_path_length() if largest.vcount() > 1 else None,
        "diameter": largest.diameter(),
    }, remaining


def inequality(nodes, pairs):
    degrees = [0] * nodes
    for u, v in pairs:
        degrees[u] += 1
        degrees[v] += 1
    total = sum(degrees)
    if total == 0:
        return {"giniDegree": 0, "topShare": 0, "topLinkShare": 0}
    differences = sum(abs(a - b) for a in degrees for b in degrees)
    top = set(sorted(range(nodes), key=lambda node: (-degrees[node], node))[: math.ceil(nodes / 100)])
    return {
        "giniDegree": differences / (2 * nodes * total),
        "topShare": sum(degrees[node] for node in top) / total,
        "topLinkShare": sum(u in top or v in top for u, v in pairs) / len(pairs),
    }


def main():
    request = json.load(sys.stdin)
    measure = {"networkx": by_networkx, "igraph": by_igraph}[request["library"]]
    answer = {}
    for name, graph in request["graphs"].items():
        flat, nodes = graph["edges"], graph["nodeCount"]
        pairs = sorted(set((min(u, v), max(u, v)) for u, v in zip(flat[::2], flat[1::2]) if u != v))
        measures, remaining = measure(nodes, pairs)
        measures.update(inequality(nodes, pairs))
        measures["remaining"] = {
            label: [remaining(order[: nodes - count]) for count in graph["removed"]]
            for label, order in graph["orders"].items()
        }
        answer[name] = measures
    json.dump(answer, sys.stdout)


main()
