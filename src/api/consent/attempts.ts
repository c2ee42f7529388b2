// How often one network may fill in a form: a window per network, of a bounded number of them. Whom the forms were about is the engine's to
// bound; this only keeps one visitor from naming thousands. It reads no clock.

const windowMs = 600_000
const most = 10
const mostNetworks = 10_000

/** Counts attempts; false when there were too many from this network. */
export function createAttempts(): (network: string, now: number) => boolean {
  const seen = new Map<string, { since: number; count: number }>()
  return (network, now) => {
    const known = seen.get(network)
    const current = known !== undefined && now - known.since < windowMs ? known : { since: now, count: 0 }
    current.count += 1
    // The newest last, so that the oldest leaves first.
    seen.delete(network)
    seen.set(network, current)
    const [oldest] = seen.keys()
    if (seen.size > mostNetworks && oldest !== undefined) seen.delete(oldest)
    return current.count <= most
  }
}
