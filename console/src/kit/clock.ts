// The clock of the console: the only place in it that asks what time it is or waits. Tests set it through the browser.

let leadMs = 0
const listeners = new Set<() => void>()

/** UTC milliseconds of now: by the machine of whoever looks, or by the server's clock where that was wound forward. */
export function now(): number {
  return Date.now() + leadMs
}

/** Learns what time it is at the server. A difference of seconds is nobody's business: clocks differ. */
export function follow(serverNow: number): void {
  const apart = serverNow - Date.now()
  leadMs = Math.abs(apart) > 60_000 ? apart : 0
  for (const listener of listeners) listener()
}

/** Calls back whenever the time at the server was learned; answers with what ends it. */
export function whenFollowed(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
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
