/** What cannot be drawn: its message is one whole sentence for the user. */
export class FigureError extends Error {}
