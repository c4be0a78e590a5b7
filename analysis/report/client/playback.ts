/** Time that runs when played, and stands where the slider is put: the button, the slider and what they say. */
import { button, element } from './elements.ts';

/** From publish to the last delivery. Source: ours. */
const PLAY_MS = 10_000;
const SLIDER_STEPS = 1_000;

export class Playback {
  readonly controls = element('div', { class: 'controls' });
  readonly #endUs: number;
  readonly #says: (timeUs: number) => string;
  readonly #onTime: () => void;
  readonly #button = button('▶ Play', () => this.#toggle(), { class: 'main', id: 'play' });
  readonly #slider = element('input', {
    type: 'range',
    id: 'time',
    min: '0',
    max: String(SLIDER_STEPS),
    'aria-label': 'time since the message was published',
  });
  readonly #output = element('output', { for: 'time', id: 'time-words' });
  #timeUs: number;
  /** Of the frame before, while it runs. */
  #lastMs: number | undefined;

  /** `says`: the time in words; `onTime`: called after each change. */
  constructor(endUs: number, says: (timeUs: number) => string, onTime: () => void) {
    this.#endUs = endUs;
    this.#timeUs = endUs;
    this.#says = says;
    this.#onTime = onTime;
    this.#slider.addEventListener('input', () => {
      this.#lastMs = undefined;
      this.#moveTo((Number(this.#slider.value) / SLIDER_STEPS) * endUs);
    });
    this.controls.append(this.#button, this.#slider, this.#output);
    this.#show();
  }

  get timeUs(): number {
    return this.#timeUs;
  }

  #toggle(): void {
    if (this.#lastMs !== undefined) return this.#stop();
    if (this.#timeUs >= this.#endUs) this.#moveTo(0);
    this.#lastMs = performance.now();
    this.#show();
    requestAnimationFrame((nowMs) => this.#tick(nowMs));
  }

  #tick(nowMs: number): void {
    if (this.#lastMs === undefined) return;
    const passed = Math.max(0, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    this.#moveTo(Math.min(this.#endUs, this.#timeUs + (passed / PLAY_MS) * this.#endUs));
    if (this.#timeUs >= this.#endUs) this.#stop();
    else requestAnimationFrame((nextMs) => this.#tick(nextMs));
  }

  #stop(): void {
    this.#lastMs = undefined;
    this.#show();
  }

  #moveTo(timeUs: number): void {
    this.#timeUs = timeUs;
    this.#show();
    this.#onTime();
  }

  #show(): void {
    this.#button.textContent = this.#lastMs === undefined ? '▶ Play' : '❚❚ Pause';
    const words = this.#says(this.#timeUs);
    this.#slider.value = String(Math.round((this.#timeUs / this.#endUs) * SLIDER_STEPS));
    this.#slider.setAttribute('aria-valuetext', words);
    this.#output.textContent = words;
  }
}
