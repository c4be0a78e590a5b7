/**
 * Paints the overlay at one moment. Links do not change and are many, so they are kept as an image until the camera moves or
 * the colours change.
 */
import type { OverlayPicture } from '../report-data.ts';
import type { Camera } from './camera.ts';
import { scaleColour, themeColour } from './colours.ts';
import type { Colouring, PeerFacts } from './peer-facts.ts';

const COLOUR_STEPS = 64;
/** Canvas width in pixels at which dots have their full size. */
const FULL_WIDTH = 700;

/** Colours of the page. */
type Theme = Readonly<Record<'paper' | 'ink' | 'muted' | 'link' | 'accent', string>>;

/** What is seen besides the peers and their links. */
export interface Moment {
  readonly timeUs: number;
  readonly colouring: Colouring;
  /** The peer under the pointer; -1: none. */
  readonly hovered: number;
}

export class OverlayPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #links = document.createElement('canvas');
  readonly #picture: OverlayPicture;
  readonly #facts: PeerFacts;
  readonly #camera: Camera;
  /** Places, those with few links first, so that hubs lie on top. */
  readonly #order: readonly number[];
  #linksAreStale = true;
  #colours: readonly string[] = [];
  #theme: Theme = { paper: '', ink: '', muted: '', link: '', accent: '' };

  constructor(canvas: HTMLCanvasElement, picture: OverlayPicture, facts: PeerFacts, camera: Camera) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d')!;
    this.#picture = picture;
    this.#facts = facts;
    this.#camera = camera;
    this.#order = picture.peers
      .map((_, place) => place)
      .sort((a, b) => facts.degrees[a] - facts.degrees[b] || a - b);
  }

  /** Sizes in pixels of the page. */
  resize(width: number, height: number): void {
    const ratio = Math.max(1, devicePixelRatio);
    for (const canvas of [this.#canvas, this.#links]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.#canvas.style.height = `${height}px`;
    this.#camera.resize(this.#canvas.width, this.#canvas.height);
    this.refresh();
  }

  /** The camera moved, or the colours of the page changed. */
  refresh(): void {
    this.#theme = {
      paper: themeColour('paper'),
      ink: themeColour('ink'),
      muted: themeColour('muted'),
      link: themeColour('link'),
      accent: themeColour('accent'),
    };
    this.#colours = Array.from({ length: COLOUR_STEPS }, (_, step) => scaleColour(step / (COLOUR_STEPS - 1)));
    this.#linksAreStale = true;
  }

  paint(moment: Moment): void {
    if (this.#linksAreStale) this.#paintLinks();
    const { width, height } = this.#canvas;
    this.#context.fillStyle = this.#theme.paper;
    this.#context.fillRect(0, 0, width, height);
    this.#context.drawImage(this.#links, 0, 0);
    if (this.#picture.message !== null && moment.colouring !== 'links') this.#paintCopies(moment.timeUs);
    this.#paintPeers(moment);
    if (moment.hovered >= 0) this.#paintHovered(moment.hovered);
  }

  /** The peer at a pixel of the canvas; -1: none. */
  peerAt(pixelX: number, pixelY: number): number {
    let [nearest, best] = [-1, Number.POSITIVE_INFINITY];
    for (const place of this.#order) {
      const [dx, dy] = [this.#x(place) - pixelX, this.#y(place) - pixelY];
      const distance = Math.sqrt(dx * dx + dy * dy) - this.#radius(place);
      if (distance <= Math.min(best, 5 * devicePixelRatio)) [nearest, best] = [place, Math.max(0, distance)];
    }
    return nearest;
  }

  #paintLinks(): void {
    const context = this.#links.getContext('2d')!;
    const { dialled } = this.#picture;
    const linkCount = dialled.reduce((sum, others) => sum + others.length, 0);
    context.clearRect(0, 0, this.#links.width, this.#links.height);
    context.strokeStyle = this.#theme.link;
    context.globalAlpha = Math.min(
      0.5,
      Math.max(0.035, 600 / (linkCount + 1)) * Math.sqrt(this.#camera.zoom),
    );
    context.lineWidth = 0.75 * devicePixelRatio;
    // In parts, so that lines that cross add up.
    dialled.forEach((others, place) => {
      context.beginPath();
      for (const other of others) {
        context.moveTo(this.#x(place), this.#y(place));
        context.lineTo(this.#x(other), this.#y(other));
      }
      context.stroke();
    });
    this.#linksAreStale = false;
  }

  /** Each copy that came first, between its sender and its receiver. */
  #paintCopies(nowUs: number): void {
    const { timeUs, parents } = this.#picture.message!;
    const context = this.#context;
    const radius = 1.6 * this.#dotScale;
    context.fillStyle = this.#theme.accent;
    context.beginPath();
    for (let place = 0; place < timeUs.length; place++) {
      const parent = parents[place];
      if (parent < 0 || timeUs[place] <= nowUs || timeUs[parent] > nowUs) continue;
      const part = (nowUs - timeUs[parent]) / (timeUs[place] - timeUs[parent]);
      const x = this.#x(parent) + part * (this.#x(place) - this.#x(parent));
      const y = this.#y(parent) + part * (this.#y(place) - this.#y(parent));
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }

  #paintPeers({ timeUs: nowUs, colouring }: Moment): void {
    const context = this.#context;
    const times = colouring === 'links' ? undefined : this.#picture.message?.timeUs;
    context.lineWidth = devicePixelRatio;
    for (const place of this.#order) {
      const has = times === undefined || (times[place] >= 0 && times[place] <= nowUs);
      context.beginPath();
      context.arc(this.#x(place), this.#y(place), this.#radius(place), 0, 2 * Math.PI);
      const step = Math.round((COLOUR_STEPS - 1) * this.#facts.shareOf(place, colouring));
      context.fillStyle = has ? this.#colours[step] : this.#theme.paper;
      context.fill();
      context.strokeStyle = has ? this.#theme.paper : this.#theme.muted;
      context.stroke();
    }
  }

  /** Its links, and the path by which the message came. */
  #paintHovered(hovered: number): void {
    const context = this.#context;
    const { dialled } = this.#picture;
    context.strokeStyle = this.#theme.link;
    context.lineWidth = 0.75 * devicePixelRatio;
    context.globalAlpha = 0.7;
    context.beginPath();
    dialled.forEach((others, place) => {
      for (const other of others) {
        if (place !== hovered && other !== hovered) continue;
        context.moveTo(this.#x(place), this.#y(place));
        context.lineTo(this.#x(other), this.#y(other));
      }
    });
    context.stroke();
    context.globalAlpha = 1;
    context.strokeStyle = this.#theme.accent;
    context.lineWidth = 2.5 * devicePixelRatio;
    context.beginPath();
    this.#facts.pathFrom(hovered).forEach((place, i) => {
      if (i === 0) context.moveTo(this.#x(place), this.#y(place));
      else context.lineTo(this.#x(place), this.#y(place));
    });
    context.stroke();
    context.beginPath();
    context.strokeStyle = this.#theme.ink;
    context.arc(
      this.#x(hovered),
      this.#y(hovered),
      this.#radius(hovered) + 2 * devicePixelRatio,
      0,
      2 * Math.PI,
    );
    context.stroke();
  }

  #x(place: number): number {
    return this.#camera.pixelX(this.#picture.x[place]);
  }

  #y(place: number): number {
    return this.#camera.pixelY(this.#picture.y[place]);
  }

  /** Its area grows with the links. */
  #radius(place: number): number {
    const share = this.#facts.degrees[place] / this.#facts.degreeMax;
    return (2 + 10 * Math.sqrt(share)) * this.#dotScale;
  }

  get #dotScale(): number {
    const room = Math.min(1, Math.max(0.6, this.#canvas.width / devicePixelRatio / FULL_WIDTH));
    return room * devicePixelRatio * Math.min(2.5, Math.sqrt(this.#camera.zoom));
  }
}
