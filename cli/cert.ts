/** `hearsay cert`: its arguments. What it does is in `cert/cert-run.ts`, loaded when it runs. */
import type { Command } from 'commander';
import type { OptionValues } from './sim-flags.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command to the program. */
export function registerCert(program: Command, terminal: Terminal): void {
  program
    .command('cert')
    .description(
      'Make certificates for a cluster: a CA of its own when the folder holds none, and for each address a certificate and a key. ' +
        'Where a key is already, it stays and gets a new certificate.',
    )
    .argument('[ADDRESS...]', 'literal IPs at which nodes are dialled')
    .requiredOption('--out <DIR>', 'the folder of ca.crt, ca.key and ADDRESS.crt, ADDRESS.key')
    .option('--any <NAME>', 'also NAME.crt and NAME.key, which name no address and are good for any')
    .option('--days <N>', 'how long certificates of nodes hold (default: 365)')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  hearsay cert --out certs 10.0.0.1 10.0.0.2\n' +
        '  hearsay seed 5000 --tls-ca certs/ca.crt --tls-cert certs/10.0.0.1.crt --tls-key certs/10.0.0.1.key\n' +
        '  hearsay cert --out certs --any pods --days 30\n\n' +
        'A colon of an address becomes - in the names of files. Whoever has ca.key can make certificates for anybody: it stays\n' +
        'where it was made, and no node needs it.',
    )
    .action(async (addresses: string[], values: OptionValues) => {
      const { runCert } = await import('./cert/cert-run.ts');
      await runCert(addresses, values, terminal);
    });
}
