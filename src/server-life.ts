// What a running server may ask of the process around it.

export interface ServerLife {
  /** Closes everything once what is under way has been answered, does the work, and starts again at the same port. */
  restart(work: () => void): void
}
