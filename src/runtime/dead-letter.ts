// Events that were refused, as they are kept for whoever mends them.

/** An event that was refused at the door, with the reason. */
export interface DeadLetter {
  readonly receivedAt: number
  readonly source: string
  readonly reason: string
  readonly body: string
}

/** `id`: its place among all that were ever kept. */
export type StoredDeadLetter = DeadLetter & { readonly id: number }

export interface DeadLetterQuery {
  readonly limit: number
  /** Older than this one. */
  readonly before?: number | undefined
  /** Something that its reason, its source or its body says. */
  readonly text?: string | undefined
}
