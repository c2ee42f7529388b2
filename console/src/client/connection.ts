// Whether the server answers at all. While it does not, whoever waits for it waits here and is told the moment it answers again, so that nobody has to load
// a page anew, on which something may be typed. It does not knock by itself: the frame does, as long as it says so.

let isAway = false
const listeners = new Set<() => void>()

/** What a proxy answers in the place of a server that is away. */
const ofProxy: readonly unknown[] = [502, 503, 504]

/** Whether an answer of that state is a proxy's: the server's own say what kind of problem it is. */
export function isOfProxy(status: number, type?: unknown): boolean {
  return ofProxy.includes(status) && typeof type !== 'string'
}

/** No answer came. */
export function noteAway(): void {
  change(true)
}

/** Asks the server something small; whether it answered. */
export async function knock(): Promise<boolean> {
  // What is no JSON, something between here and the server answered for it.
  const answer: unknown = await fetch('/admin/v1/setup', { cache: 'no-store' })
    .then((response) => (isOfProxy(response.status) ? undefined : response.json()))
    .catch(() => undefined)
  change(answer === undefined)
  return !isAway
}

/** Whether it was away when it was last asked something. */
export function isServerAway(): boolean {
  return isAway
}

/** Calls back each time the server answers again; answers with what ends it. */
export function whenBack(work: () => void): () => void {
  return whenAwayOrBack(() => {
    if (!isAway) work()
  })
}

/** Once the server answers again; at once where it is not away. */
export function untilBack(): Promise<void> {
  if (!isAway) return Promise.resolve()
  return new Promise((resolve) => {
    const end = whenBack(() => {
      end()
      resolve()
    })
  })
}

function change(to: boolean): void {
  if (to === isAway) return
  isAway = to
  for (const tell of [...listeners]) tell()
}

/** Calls back whenever it went or came; answers with what ends it. */
export function whenAwayOrBack(tell: () => void): () => void {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}
