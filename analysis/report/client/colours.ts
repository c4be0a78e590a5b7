/** Colours: those of the page, and a scale for numbers. */

/** The colour that the style sheet has under this name now. */
export function themeColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Whether the page is dark now. On paper it is light. */
export function isDark(): boolean {
  return matchMedia('screen and (prefers-color-scheme: dark)').matches;
}

/** Viridis (van der Walt, Smith 2015): told apart by colour-blind readers, and in grey. */
const VIRIDIS = [
  [0x44, 0x01, 0x54],
  [0x47, 0x2d, 0x7b],
  [0x3b, 0x52, 0x8b],
  [0x2c, 0x72, 0x8e],
  [0x21, 0x91, 0x8c],
  [0x28, 0xae, 0x80],
  [0x5e, 0xc9, 0x62],
  [0xad, 0xdc, 0x30],
  [0xfd, 0xe7, 0x25],
] as const;

/** The colour of a share from 0 to 1, of the part of the scale that stands out from the page. */
export function scaleColour(share: number): string {
  const [low, high] = isDark() ? [0.25, 1] : [0, 0.8];
  const place = (low + (high - low) * Math.min(1, Math.max(0, share))) * (VIRIDIS.length - 1);
  const below = Math.min(VIRIDIS.length - 2, Math.floor(place));
  const part = place - below;
  const channels = VIRIDIS[below].map((channel, i) =>
    Math.round(channel + part * (VIRIDIS[below + 1][i] - channel)),
  );
  return `rgb(${channels.join(',')})`;
}

/** The scale from left to right, for a style sheet. */
export function scaleGradient(): string {
  const stops = Array.from({ length: 9 }, (_, i) => scaleColour(i / 8));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
