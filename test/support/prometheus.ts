/** A real Prometheus that scrapes nodes on loopback and keeps what it learns in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchPage } from '../../cli/http-page.ts';
import { type Address, address } from '../../src/address.ts';
import { freePort } from './watched-nodes.ts';

/** Debian's package `prometheus` puts it there. */
const PROGRAM = '/usr/bin/prometheus';
const PAGE_TIMEOUT_MS = 60_000;
const WAIT_MAX_MS = 100_000;

/** The labels and the value of one sample. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export class Prometheus {
  readonly self: Address;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<void>;
  #log = '';

  private constructor(port: number, folder: string) {
    this.self = address('127.0.0.1', port);
    this.#folder = folder;
    const words = [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${this.self.text}`,
    ];
    this.#child = spawn(PROGRAM, words, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#log += data.toString();
    });
    this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()));
  }

  /**
   * Scrapes every second, as the job `hearsay`.
   * @param rules A file of alerts.
   * @throws Error when Prometheus is not installed
   */
  static async start(targets: readonly Address[], rules: string): Promise<Prometheus> {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} does not exist: apt-get install prometheus`);
    const folder = mkdtempSync(join(tmpdir(), 'hearsay-prometheus-'));
    const configuration = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [rules],
      scrape_configs: [
        { job_name: 'hearsay', static_configs: [{ targets: targets.map(({ text }) => text) }] },
      ],
    };
    // JSON is YAML.
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(configuration));
    return new Prometheus(await freePort(), folder);
  }

  /** What its API answers; undefined while it starts. */
  // biome-ignore lint/suspicious/noExplicitAny: tests check what is in it.
  async api(path: string): Promise<any> {
    const page = await fetchPage(this.self, `/api/v1/${path}`, PAGE_TIMEOUT_MS).catch(() => undefined);
    return page?.status === 200 ? JSON.parse(page.text).data : undefined;
  }

  async query(expression: string): Promise<Sample[]> {
    const data = await this.api(`query?query=${encodeURIComponent(expression)}`);
    const samples: { metric: Sample['metric']; value: [number, string] }[] = data?.result ?? [];
    return samples.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  /** Asks until the answer is as wanted. */
  async until<Answer>(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean): Promise<Answer> {
    const deadlineMs = performance.now() + WAIT_MAX_MS;
    for (;;) {
      const answer = await ask();
      if (wanted(answer)) return answer;
      if (performance.now() > deadlineMs)
        throw new Error(`it still says ${JSON.stringify(answer)}\n${this.#log}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async end(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
    rmSync(this.#folder, { recursive: true });
  }
}
