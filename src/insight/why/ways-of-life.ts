// The ways into a journey that there were during a life: those of the version in force at its end, and those of earlier versions that were others. What stayed as it
// was is one way, so whoever came in by it is told of once.

import { type Entrance, entrancesOf } from '../entrances.ts'
import type { Life } from './fold-person.ts'

export interface Way {
  readonly entrance: Entrance
  /** The newest version that had it. */
  readonly version: number
}

/** A way as one version had it, and its place among all. */
export interface WayThen {
  readonly place: number
  readonly entrance: Entrance
}

export class WaysOfLife {
  /** Those of the newest version first, in the order of its definition. */
  readonly all: readonly Way[]
  readonly #then = new Map<number, readonly WayThen[]>()
  #newest: number | undefined

  constructor({ chapters }: Pick<Life, 'chapters'>, name: string) {
    const all: Way[] = []
    for (const { program } of chapters.toReversed()) {
      const journey = program.live.get(name)
      if (journey === undefined || this.#then.has(journey.version)) continue
      const { version } = journey
      this.#newest ??= version
      const taken = new Set<number>()
      const then = entrancesOf(program, journey).map((entrance): WayThen => {
        const same = all.findIndex((way, index) => way.entrance.words === entrance.words && !taken.has(index))
        const place = same < 0 ? all.push({ entrance, version }) - 1 : same
        taken.add(place)
        return { place, entrance }
      })
      this.#then.set(version, then)
    }
    this.all = all
  }

  /** Those of a version; where none was in force, those of the newest. */
  of(version: number | undefined): readonly WayThen[] {
    return this.#then.get(version ?? this.#newest ?? 0) ?? []
  }
}
