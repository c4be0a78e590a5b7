/** Files made in the page from what it holds, so that nothing is requested. */
import type { OverlayPicture, RunDocument } from '../report-data.ts';
import { button, element } from './elements.ts';

/** Buttons for the data of the run. */
export function downloadButtons(run: RunDocument, picture: OverlayPicture | null): HTMLElement {
  const row = element('div', { class: 'controls' });
  const json = (value: unknown) => `${JSON.stringify(value)}\n`;
  row.append(
    button('Download the run (JSON)', () => save('hearsay-run.json', 'application/json', json(run))),
    button('Download the scenario (JSON)', () =>
      save('hearsay-scenario.json', 'application/json', json(run.manifest.parameters)),
    ),
  );
  if (picture !== null) {
    row.append(
      button('Download the links (CSV)', () => save('hearsay-links.csv', 'text/csv', linksCsv(picture))),
    );
    const { message } = picture;
    if (message !== null) {
      row.append(
        button('Download the spread (CSV)', () => save('hearsay-spread.csv', 'text/csv', spreadCsv(picture))),
      );
    }
  }
  return row;
}

/** A link a line: the peer that dialled, then the other. */
function linksCsv({ peers, dialled }: OverlayPicture): string {
  const lines = dialled.flatMap((others, place) => others.map((other) => `${peers[place]},${peers[other]}`));
  return `${['dialler,other', ...lines].join('\n')}\n`;
}

/** A peer a line: when it had the message, after how many hops, from whom; empty when never, or from nobody. */
function spreadCsv({ peers, message }: OverlayPicture): string {
  if (message === null) return '';
  const { timeUs, hops, parents } = message;
  const lines = peers.map((peer, place) => {
    if (timeUs[place] < 0) return `${peer},,,`;
    return `${peer},${timeUs[place]},${hops[place]},${parents[place] < 0 ? '' : peers[parents[place]]}`;
  });
  return `${['peer,timeUs,hops,from', ...lines].join('\n')}\n`;
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: url, download: name }).click();
  // The browser has taken the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
