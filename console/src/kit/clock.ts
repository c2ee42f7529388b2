// The clock of the console: the only place in it that asks what time it is or waits. Tests set it through the browser.

/** UTC milliseconds of now, by the machine of whoever looks. */
export function now(): number {
  return Date.now()
}

/** Does something after a while; answers with what takes it back. */
export function after(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs)
  return () => clearTimeout(timer)
}

/** Does something again and again; answers with what ends it. */
export function every(periodMs: number, work: () => void): () => void {
  const timer = setInterval(work, periodMs)
  return () => clearInterval(timer)
}
