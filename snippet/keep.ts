// What the script keeps in the browser: entries of localStorage that begin with `oncue.`, or of this page's memory where there is none. No
// cookies. Each waiting event has an entry of its own, so that two tabs cannot write over one another's.

const prefix = 'oncue.'
const memory = new Map<string, string>()

/** Runs with the browser's storage; undefined where it is switched off or full. */
function stored<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage)
  } catch {
    return undefined
  }
}

export function read(name: string): string | undefined {
  return memory.get(name) ?? stored((storage) => storage.getItem(prefix + name)) ?? undefined
}

export function write(name: string, value: string): void {
  memory.delete(name)
  const isKept = stored((storage) => {
    storage.setItem(prefix + name, value)
    return true
  })
  if (!isKept) memory.set(name, value)
}

export function erase(name: string): void {
  memory.delete(name)
  stored((storage) => storage.removeItem(prefix + name))
}

/** Names of what is kept that begin so, in order. */
export function namesOf(start: string): string[] {
  const all = stored((storage) => Object.keys(storage)) ?? []
  const own = all.flatMap((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : []))
  return [...new Set([...own, ...memory.keys()])].filter((name) => name.startsWith(start)).sort()
}

/** Leaves nothing. */
export function eraseAll(): void {
  for (const name of namesOf('')) erase(name)
}
