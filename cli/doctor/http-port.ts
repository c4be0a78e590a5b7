/** Whether a node could answer HTTP where `--http` says. */
import { HttpServer } from '../../runtime/http/http-server.ts';
import { StartError } from '../../runtime/start-error.ts';
import type { Address } from '../../src/address.ts';
import { type Finding, fault, ok } from './finding.ts';

export async function httpFinding(http: Address): Promise<Finding> {
  try {
    const server = await HttpServer.listenOn(http, {});
    await server.end();
    return ok('http', `port ${server.self.port} on ${http.host} is free`);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return fault('http', error.message, 'the node would not start');
  }
}
