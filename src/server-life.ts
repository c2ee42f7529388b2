// What a running server may ask of the process around it.

export interface ServerLife {
  /** Closes everything once what is under way has been answered, does the work, and starts again at the same port. */
  restart(work: () => void): void
  /** What stays the same over such a start. */
  readonly kept: KeptOverStarts
}

export interface KeptOverStarts {
  /** The secret of the link with which the first owner is made: it was printed once. */
  setup?: { readonly token: string; readonly madeAt: number }
}
