/** A report in a real browser: nothing fails, nothing is requested, charts and overlay are drawn, and what can be pressed acts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportPage } from '../analysis/report/report-page.ts';
import { reportClient } from '../cli/report-client.ts';
import { launchBrowser, openFile } from './support/browser.ts';
import { sampleReport } from './support/report-sample.ts';

const DESKTOP = { viewport: { width: 1100, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const folder = mkdtempSync(join(tmpdir(), 'hearsay-browser-'));
const file = join(folder, 'report.html');
const report = await sampleReport(200);
let browser: Browser;

beforeAll(async () => {
  writeFileSync(file, reportPage(report, reportClient()));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens the report, uses it, and holds that nothing complained. */
async function withReport(options: typeof DESKTOP | typeof PHONE, use: (page: Page) => Promise<void>) {
  const { page, complaints } = await openFile(browser, file, options);
  await use(page);
  expect(complaints).toEqual([]);
  await page.context().close();
}

/** How many colours a canvas shows: an empty one has one. */
function colourCount(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((canvas) => {
    const { width, height } = canvas as unknown as { width: number; height: number };
    const context = (canvas as unknown as { getContext(kind: '2d'): Context2d }).getContext('2d');
    return new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
  });
}

/** All pixels of a canvas, as a text to compare. */
function pixelsOf(canvas: Locator): Promise<string> {
  return canvas.evaluate((element) => (element as unknown as { toDataURL(): string }).toDataURL());
}

interface Context2d {
  getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray<ArrayBuffer> };
}

/** The text of a download that a button starts. */
async function downloadBy(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

describe('a report in a browser', () => {
  it('draws a chart for each that it has data for, and the overlay', () =>
    withReport(DESKTOP, async (page) => {
      for (const id of ['spread', 'latency', 'hops', 'degrees', 'robustness']) {
        expect(await colourCount(page, `#chart-${id} canvas`), id).toBeGreaterThan(10);
      }
      expect(await colourCount(page, '#overlay-picture canvas')).toBeGreaterThan(100);
    }));

  it('plays the spread of the message, by the keyboard too', () =>
    withReport(DESKTOP, async (page) => {
      const words = page.locator('#time-words');
      expect(await words.textContent()).toContain('200 of 200 peers');
      const play = page.getByRole('button', { name: 'Play' });
      await play.focus();
      await page.keyboard.press('Space');
      await expect.poll(() => words.textContent()).not.toContain('200 of 200 peers');
      const slider = page.getByRole('slider');
      const early = Number(await slider.inputValue());
      await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(early + 20);
      await page.getByRole('button', { name: 'Pause' }).click();
      const stopped = await slider.inputValue();
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      expect(await slider.inputValue()).toBe(stopped);
      await slider.fill('0');
      expect(await words.textContent()).toMatch(/^0\sms: 1 of 200 peers/);
      expect(await slider.getAttribute('aria-valuetext')).toBe(await words.textContent());
    }));

  it('paints each moment as the slider says', () =>
    withReport(DESKTOP, async (page) => {
      const picture = page.locator('#overlay-picture canvas');
      const slider = page.getByRole('slider');
      const atEnd = await pixelsOf(picture);
      await slider.fill('500');
      await expect.poll(() => pixelsOf(picture)).not.toBe(atEnd);
      const inTheMiddle = await pixelsOf(picture);
      await slider.fill('0');
      await expect.poll(() => pixelsOf(picture)).not.toBe(inTheMiddle);
      await slider.fill('1000');
      await expect.poll(() => pixelsOf(picture)).toBe(atEnd);
    }));

  it('says of the peer under the pointer what it is', () =>
    withReport(DESKTOP, async (page) => {
      const { width, height } = (await page.locator('.stage').boundingBox())!;
      const { x, y } = report.picture!;
      const size = Math.min(width, height) * 0.92;
      const place = 0;
      const position = {
        x: width / 2 + (x[place] / 10_000 - 0.5) * size,
        y: height / 2 + (y[place] / 10_000 - 0.5) * size,
      };
      await page.locator('.stage canvas').hover({ position });
      expect(await page.locator('.tip').textContent()).toMatch(
        /^peer\/0\n\d+ links, \d+ dialled to it\ngot it after [\d.]+\sms, \d hops? from peer\/\d+$/,
      );
      await page.locator('h1').hover();
      expect(await page.locator('.tip').isVisible()).toBe(false);
    }));

  it('zooms the overlay and shows all of it again', () =>
    withReport(DESKTOP, async (page) => {
      const picture = page.locator('#overlay-picture canvas');
      const pixels = () => pixelsOf(picture);
      const whole = await pixels();
      await picture.press('+');
      await expect.poll(pixels).not.toBe(whole);
      await picture.press('0');
      await expect.poll(pixels).toBe(whole);
    }));

  it('has axes that are linear or logarithmic, and zoom', () =>
    withReport(DESKTOP, async (page) => {
      const figure = page.locator('#chart-degrees');
      const pixels = () => pixelsOf(figure.locator('canvas'));
      const logarithmic = await pixels();
      await figure.getByLabel('logarithmic x').uncheck();
      await figure.getByLabel('logarithmic y').uncheck();
      const linear = await pixels();
      expect(linear).not.toBe(logarithmic);
      await figure.getByRole('button', { name: 'Zoom in' }).click();
      await expect.poll(pixels).not.toBe(linear);
      await figure.getByRole('button', { name: 'Whole' }).click();
      await expect.poll(pixels).toBe(linear);
    }));

  it('shows the values under the pointer', () =>
    withReport(DESKTOP, async (page) => {
      const figure = page.locator('#chart-spread');
      await figure.locator('.u-over').hover();
      await expect.poll(() => figure.locator('.u-legend').textContent()).toMatch(/mean:?\s*[\d.]+\s%/);
    }));

  it('gives its data as files', () =>
    withReport(DESKTOP, async (page) => {
      expect(JSON.parse(await downloadBy(page, 'run (JSON)'))).toEqual(report.document);
      expect(JSON.parse(await downloadBy(page, 'scenario (JSON)'))).toEqual(
        report.document.manifest.parameters,
      );
      const links = (await downloadBy(page, 'links (CSV)')).trim().split('\n');
      expect([links[0], links.length - 1]).toEqual(['dialler,other', report.document.overlay.links]);
      const spread = (await downloadBy(page, 'spread (CSV)')).trim().split('\n');
      expect([spread[0], spread.length - 1]).toEqual(['peer,timeUs,hops,from', 200]);
      expect(spread.at(-1)).toBe('199,0,0,');
    }));

  it('fits a phone without scrolling sideways', () =>
    withReport(PHONE, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await colourCount(page, '#chart-spread canvas')).toBeGreaterThan(10);
      await page.getByRole('button', { name: 'Play' }).tap();
      await expect.poll(() => page.locator('#time-words').textContent()).not.toContain('200 of 200');
    }));

  it('prints on paper in light colours', async () => {
    const { page, complaints } = await openFile(browser, file, { ...DESKTOP, colorScheme: 'dark' });
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.getByRole('button', { name: 'Play' }).isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows words and tables without JavaScript', async () => {
    const { page, complaints } = await openFile(browser, file, { ...DESKTOP, javaScriptEnabled: false });
    expect(await page.getByText('The picture needs JavaScript.').isVisible()).toBe(true);
    expect(await page.getByRole('heading', { name: 'Summary' }).isVisible()).toBe(true);
    expect(await page.getByRole('table', { name: 'Parameters' }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
