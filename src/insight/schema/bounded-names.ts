// What is known by name, of which anybody may send new ones without end: so many are kept, and one that was hardly ever seen makes room.

export class BoundedNames<Known> {
  readonly #most: number
  readonly #create: (name: string) => Known
  readonly #known = new Map<string, { readonly value: Known; seen: number }>()
  /** Names that were seen a few times only, the oldest first. */
  readonly #rare = new Set<string>()
  /** How often a name was turned away, or made room. */
  left = 0

  constructor(most: number, create: (name: string) => Known) {
    this.#most = most
    this.#create = create
  }

  /** What is known under the name, new or not, which was seen so many times more; undefined when there is no room. */
  see(name: string, times = 1): Known | undefined {
    const known = this.#known.get(name)
    if (known !== undefined) {
      const wasRare = known.seen < fewTimes
      known.seen += times
      if (wasRare && known.seen >= fewTimes) this.#rare.delete(name)
      return known.value
    }
    if (this.#known.size >= this.#most && !this.#makeRoom()) return undefined
    const value = this.#create(name)
    this.#known.set(name, { value, seen: times })
    if (times < fewTimes) this.#rare.add(name)
    return value
  }

  /** In order of name. */
  entries(): readonly (readonly [name: string, value: Known])[] {
    const all = Array.from(this.#known, ([name, { value }]) => [name, value] as const)
    return all.sort(([one], [other]) => (one < other ? -1 : 1))
  }

  #makeRoom(): boolean {
    this.left += 1
    const [oldest] = this.#rare
    if (oldest === undefined) return false
    this.#rare.delete(oldest)
    this.#known.delete(oldest)
    return true
  }
}

const fewTimes = 3
