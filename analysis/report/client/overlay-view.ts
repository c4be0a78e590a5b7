/** The overlay on a canvas, with its controls: play, colours, zoom and pan by pointer, buttons or keys, and what is under the pointer. */
import { LAYOUT_SIZE } from '../force-layout.ts';
import type { OverlayPicture } from '../report-data.ts';
import { countText, durationText, percentText } from '../report-text.ts';
import { Camera } from './camera.ts';
import { scaleGradient } from './colours.ts';
import { button, element } from './elements.ts';
import { OverlayPainter } from './overlay-painter.ts';
import { type Colouring, PeerFacts } from './peer-facts.ts';
import { Playback } from './playback.ts';

const HEIGHT_MAX = 640;
/** Of the width. Narrow pictures are square. */
const HEIGHT_SHARE = 0.7;
const NARROW_BELOW = 480;
const ZOOM_STEP = 1.5;
const PAN_STEP = 60;

export class OverlayView {
  readonly #facts: PeerFacts;
  readonly #camera = new Camera(LAYOUT_SIZE);
  readonly #canvas = element('canvas', { tabindex: '0', role: 'img' });
  readonly #tip = element('div', { class: 'tip', hidden: '' });
  readonly #stage = element('div', { class: 'stage' }, this.#canvas, this.#tip);
  readonly #legend = element('span', { class: 'scale', id: 'legend' });
  readonly #painter: OverlayPainter;
  readonly #playback: Playback | undefined;
  #colouring: Colouring;
  #hovered = -1;
  #isDue = false;

  constructor(picture: OverlayPicture, figure: Element) {
    this.#facts = new PeerFacts(picture);
    this.#painter = new OverlayPainter(this.#canvas, picture, this.#facts, this.#camera);
    this.#colouring = picture.message === null ? 'links' : 'time';
    const hint = 'Arrow keys move it, plus and minus zoom, 0 shows all.';
    this.#canvas.setAttribute(
      'aria-label',
      `The overlay of ${countText(picture.peers.length)} peers. ${hint}`,
    );
    const { lastUs } = this.#facts;
    if (picture.message !== null && lastUs > 0) {
      const says = (timeUs: number) => this.#wordsAt(timeUs, picture.peers.length);
      this.#playback = new Playback(lastUs, says, () => this.#paintSoon());
    }
    figure.append(
      ...(this.#playback === undefined ? [] : [this.#playback.controls]),
      this.#stage,
      this.#buttons(picture),
    );
    this.#listenToPointer();
    this.#listenToKeys();
  }

  /** Draws all of it anew, as wide as there is room or as many pixels as are said. */
  draw(width = this.#stage.clientWidth): void {
    if (width <= 0) return;
    this.#painter.resize(width, width < NARROW_BELOW ? width : Math.min(HEIGHT_MAX, HEIGHT_SHARE * width));
    const [low, high] = this.#facts.endsOf(this.#colouring);
    const bar = element('i');
    bar.style.background = scaleGradient();
    this.#legend.replaceChildren(low, bar, high);
    this.#paint();
  }

  #buttons({ message }: OverlayPicture): HTMLElement {
    const row = element('div', { class: 'controls' });
    if (message !== null) {
      const choice = element('select', { id: 'colouring' });
      for (const [value, text] of [
        ['time', 'time'],
        ['hops', 'hops'],
        ['links', 'links'],
      ]) {
        choice.append(element('option', { value }, text));
      }
      choice.addEventListener('change', () => {
        this.#colouring = choice.value as Colouring;
        this.draw();
      });
      row.append(element('label', {}, 'colour by', choice));
    }
    row.append(
      this.#legend,
      button('Zoom in', () => this.#zoom(ZOOM_STEP)),
      button('Zoom out', () => this.#zoom(1 / ZOOM_STEP)),
      button('Whole', () => this.#zoom(0)),
    );
    return row;
  }

  #wordsAt(timeUs: number, peerCount: number): string {
    const count = this.#facts.countAt(timeUs);
    return `${durationText(timeUs / 1000)}: ${countText(count)} of ${countText(peerCount)} peers (${percentText(count / peerCount, 1)})`;
  }

  #zoom(factor: number, pixelX?: number, pixelY?: number): void {
    if (factor === 0) this.#camera.reset();
    else this.#camera.zoomAt(factor, pixelX, pixelY);
    // On a touch screen one finger scrolls the page, until there is something to move about in.
    this.#canvas.style.touchAction = this.#camera.zoom > 1 ? 'none' : 'pan-y';
    this.#moved();
  }

  #moved(): void {
    this.#painter.refresh();
    this.#paintSoon();
  }

  #listenToPointer(): void {
    const canvas = this.#canvas;
    canvas.style.touchAction = 'pan-y';
    canvas.addEventListener('pointerdown', ({ pointerId }) => canvas.setPointerCapture(pointerId));
    canvas.addEventListener('pointermove', (event) => {
      if (event.buttons === 1 && this.#camera.zoom > 1) {
        this.#camera.pan(event.movementX * devicePixelRatio, event.movementY * devicePixelRatio);
        this.#moved();
      }
      this.#hover(event);
    });
    canvas.addEventListener('pointerup', (event) => this.#hover(event));
    canvas.addEventListener('pointerleave', () => this.#leave());
    canvas.addEventListener(
      'wheel',
      (event) => {
        // The wheel scrolls the page unless the picture was chosen first.
        if (!event.ctrlKey && document.activeElement !== canvas) return;
        event.preventDefault();
        const [x, y] = [event.offsetX * devicePixelRatio, event.offsetY * devicePixelRatio];
        this.#zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, x, y);
      },
      { passive: false },
    );
  }

  #listenToKeys(): void {
    const actions: Readonly<Record<string, () => void>> = {
      '+': () => this.#zoom(ZOOM_STEP),
      '=': () => this.#zoom(ZOOM_STEP),
      '-': () => this.#zoom(1 / ZOOM_STEP),
      '0': () => this.#zoom(0),
      ArrowLeft: () => this.#camera.pan(PAN_STEP, 0),
      ArrowRight: () => this.#camera.pan(-PAN_STEP, 0),
      ArrowUp: () => this.#camera.pan(0, PAN_STEP),
      ArrowDown: () => this.#camera.pan(0, -PAN_STEP),
    };
    this.#canvas.addEventListener('keydown', (event) => {
      const action = actions[event.key];
      if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      action();
      this.#moved();
    });
  }

  #hover({ offsetX, offsetY }: PointerEvent): void {
    const hovered = this.#painter.peerAt(offsetX * devicePixelRatio, offsetY * devicePixelRatio);
    if (hovered !== this.#hovered) this.#paintSoon();
    this.#hovered = hovered;
    this.#tip.hidden = hovered < 0;
    if (hovered < 0) return;
    this.#tip.textContent = this.#facts.wordsOf(hovered);
    const { clientWidth, clientHeight } = this.#stage;
    const left = Math.min(offsetX + 14, clientWidth - this.#tip.offsetWidth - 4);
    const below = offsetY + 14 + this.#tip.offsetHeight < clientHeight;
    this.#tip.style.left = `${Math.max(4, left)}px`;
    this.#tip.style.top = `${below ? offsetY + 14 : Math.max(4, offsetY - 10 - this.#tip.offsetHeight)}px`;
  }

  #leave(): void {
    this.#hovered = -1;
    this.#tip.hidden = true;
    this.#paintSoon();
  }

  /** Once with the next frame, however much changed until then. */
  #paintSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#isDue = false;
    this.#painter.paint({
      timeUs: this.#playback?.timeUs ?? this.#facts.lastUs,
      colouring: this.#colouring,
      hovered: this.#hovered,
    });
  }
}
