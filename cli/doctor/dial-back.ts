/** Whether others can connect to the address that a peer would advertise: a seed tries. */
import type { RealClock } from '../../runtime/clock.ts';
import type { TcpTransport } from '../../runtime/tcp-transport.ts';
import type { Address } from '../../src/address.ts';
import type { Acceptor } from '../../src/ports.ts';
import { askDialBack } from '../seed-inquiry.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

/** A seed may take its own time to find nobody. Source: ours. */
const TIMEOUT_MS = 10_000;

/** Takes every connection, so that the handshake of TLS is finished too, and says nothing. */
const DOOR: Acceptor = {
  accept: () => ({
    reads: 'gossip',
    onOpen: () => {},
    onSilence: () => {},
    onMessage: () => {},
    onClose: () => {},
  }),
};

/** @param self Where the transport listens, or the peer itself does. */
export async function dialBackFinding(
  ports: { readonly clock: RealClock; readonly transport: TcpTransport },
  seed: Address,
  self: Address,
): Promise<Finding> {
  const subject = 'dial-back';
  ports.transport.listen(DOOR);
  switch (await askDialBack(ports, seed, self, TIMEOUT_MS)) {
    case 'reachable':
      return ok(subject, `seed ${seed.text} can connect to ${self.text}`);
    case 'unreachable':
      return fault(
        subject,
        `seed ${seed.text} cannot connect to ${self.text}`,
        'let firewalls pass TCP to it, or say with --host which address others can dial',
      );
    case 'refused':
      return warning(
        subject,
        `seed ${seed.text} did not try ${self.text}`,
        'it dials a host at most once in 12 s: ask again later',
      );
    case 'unknown':
      return warning(
        subject,
        `seed ${seed.text} does not know how to`,
        'run the same version of hearsay there',
      );
  }
}
