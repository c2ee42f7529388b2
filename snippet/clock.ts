// The only file of the script that knows the time and chance. Everything else is told.

/** UTC milliseconds by the visitor's clock, which may be wrong: the server takes its error out. */
export function now(): number {
  return Date.now()
}

/** Milliseconds that pass evenly, whatever is done to the clock. */
export function elapsed(): number {
  return performance.now()
}

/** Calls back after so long. Returns what `forget` takes. */
export function later(delayMs: number, then: () => void): number {
  return setTimeout(then, delayMs)
}

/** Takes back a `later`. */
export function forget(timer: number | undefined): void {
  clearTimeout(timer)
}

/** So many random bytes as hex. `randomUUID` would need a secure page. */
export function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Between half and one and a half times as long, so that those who wait do not come back together. */
export function spread(delayMs: number): number {
  return delayMs * (0.5 + Math.random())
}
