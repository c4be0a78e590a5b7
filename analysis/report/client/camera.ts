/** Which part of a picture is seen: from whole coordinates to pixels of the canvas, by zoom and shift. */

const ZOOM_MAX = 40;
/** Room around the picture, as a share of the canvas. */
const MARGIN = 0.04;

export class Camera {
  #zoom = 1;
  #shiftX = 0;
  #shiftY = 0;
  #width = 1;
  #height = 1;
  readonly #size: number;

  /** `size`: coordinates go from 0 to this. */
  constructor(size: number) {
    this.#size = size;
  }

  get zoom(): number {
    return this.#zoom;
  }

  resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
  }

  reset(): void {
    this.#zoom = 1;
    this.#shiftX = 0;
    this.#shiftY = 0;
  }

  pixelX(x: number): number {
    return this.#width / 2 + this.#shiftX + (x - this.#size / 2) * this.#scale;
  }

  pixelY(y: number): number {
    return this.#height / 2 + this.#shiftY + (y - this.#size / 2) * this.#scale;
  }

  pan(dx: number, dy: number): void {
    this.#shiftX += dx;
    this.#shiftY += dy;
  }

  /** What is at this pixel stays there. */
  zoomAt(factor: number, pixelX = this.#width / 2, pixelY = this.#height / 2): void {
    const zoom = Math.min(ZOOM_MAX, Math.max(1, this.#zoom * factor));
    const ratio = zoom / this.#zoom;
    this.#zoom = zoom;
    this.#shiftX = (this.#shiftX + this.#width / 2 - pixelX) * ratio + pixelX - this.#width / 2;
    this.#shiftY = (this.#shiftY + this.#height / 2 - pixelY) * ratio + pixelY - this.#height / 2;
    if (zoom === 1) this.reset();
  }

  get #scale(): number {
    return (this.#zoom * Math.min(this.#width, this.#height) * (1 - 2 * MARGIN)) / this.#size;
  }
}
