/** A real browser that opens a file, and all that a page must not do: complain, or ask for anything. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian's package `chromium` puts it. */
const CHROMIUM = '/usr/bin/chromium';

/** @throws Error when chromium is not installed: what needs a browser cannot be tested without. */
export function launchBrowser(): Promise<Browser> {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} does not exist: apt-get install chromium`);
  return chromium.launch({
    executablePath: CHROMIUM,
    // As root in a container, and without requests of the browser's own.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}

export interface WatchedPage {
  readonly page: Page;
  /** What the console said, errors of scripts, and requests besides the file itself. */
  readonly complaints: readonly string[];
}

/** Opens a file in a browser of its own. */
export async function openFile(
  browser: Browser,
  path: string,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const url = `file://${path}`;
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== url) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
