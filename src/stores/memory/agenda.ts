// What is due when: a binary heap by instant and then by name, for deadlines and waiting deliveries. Changing an instant
// only adds an entry; what is no longer true is dropped when it comes to the top.

/** Names order as numbers or, as in SQLite, by code point. */
export interface Agenda<Name extends string | number> {
  set(name: Name, at: number | undefined): void
  /** Entries at or before an instant, earliest first. */
  due(now: number, limit: number): readonly { readonly name: Name; readonly at: number }[]
  /** The same from the other end, latest first. */
  dueLast(now: number, limit: number): readonly { readonly name: Name; readonly at: number }[]
  next(): number | undefined
}

interface Entry<Name> {
  readonly at: number
  readonly name: Name
}

/** An empty agenda. */
export function createAgenda<Name extends string | number>(compare: (one: Name, other: Name) => number): Agenda<Name> {
  const instants = new Map<Name, number>()
  const heap: Entry<Name>[] = []
  const order = (one: Entry<Name>, other: Entry<Name>): number => one.at - other.at || compare(one.name, other.name)

  const set = (name: Name, at: number | undefined): void => {
    if (instants.get(name) === at) return
    if (at === undefined) instants.delete(name)
    else {
      instants.set(name, at)
      push(heap, { at, name }, order)
    }
  }

  /** Drops outdated entries until the top is true. */
  const top = (): Entry<Name> | undefined => {
    let first = heap[0]
    while (first !== undefined && instants.get(first.name) !== first.at) {
      pop(heap, order)
      first = heap[0]
    }
    return first
  }

  const due = (now: number, limit: number): Entry<Name>[] => {
    const found: Entry<Name>[] = []
    for (let first = top(); first !== undefined && first.at <= now && found.length < limit; first = top()) {
      pop(heap, order)
      if (found.at(-1)?.name !== first.name) found.push(first)
    }
    for (const entry of found) push(heap, entry, order)
    return found
  }

  const dueLast = (now: number, limit: number): Entry<Name>[] =>
    [...instants]
      .filter(([, at]) => at <= now)
      .map(([name, at]) => ({ name, at }))
      .sort((one, other) => order(other, one))
      .slice(0, limit)

  return { set, due, dueLast, next: () => top()?.at }
}

function push<Item>(heap: Item[], item: Item, order: (one: Item, other: Item) => number): void {
  let at = heap.push(item) - 1
  while (at > 0) {
    const above = (at - 1) >> 1
    if (order(heap[above] as Item, item) <= 0) break
    heap[at] = heap[above] as Item
    at = above
  }
  heap[at] = item
}

function pop<Item>(heap: Item[], order: (one: Item, other: Item) => number): void {
  const last = heap.pop() as Item
  if (heap.length === 0) return
  let at = 0
  for (let below = 1; below < heap.length; below = 2 * at + 1) {
    if (below + 1 < heap.length && order(heap[below + 1] as Item, heap[below] as Item) < 0) below += 1
    if (order(last, heap[below] as Item) <= 0) break
    heap[at] = heap[below] as Item
    at = below
  }
  heap[at] = last
}
