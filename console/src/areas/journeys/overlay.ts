// What may be laid over the drawing, as plain data.

/** What is laid over one card: a word at its corner, and a line at its foot in place of its numbers. */
export interface CardMark {
  readonly tone: 'good' | 'warn' | 'bad' | 'accent' | 'plain'
  readonly word?: string
  readonly line?: string
}

/** What is laid over the whole drawing. */
export interface Overlay {
  /** By step id, and by place for triggers. */
  readonly marks: ReadonlyMap<string, CardMark>
  /** Cards without a mark step back. */
  readonly dimsOthers: boolean
}
