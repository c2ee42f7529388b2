// The last requests at the tracking doors, for whoever connects a site: which door, with which key, what became of it, and what it named. It keeps
// names of events and never what is in them, and nobody's id or address; it lives in memory and is bounded.

import { limits } from '../../model/limits.ts'

export interface LoggedRequest {
  /** 1, 2, 3, ... since the start. */
  readonly id: number
  /** UTC milliseconds. */
  readonly at: number
  /** Such as POST /v1/track. */
  readonly door: string
  /** The name of the key; null when none was recognized. */
  readonly key: string | null
  readonly status: number
  readonly durationMs: number
  /** Names of the first events, each once. */
  readonly events: readonly string[]
  readonly accepted: number
  readonly refused: number
  /** The first reason, when something was refused. */
  readonly reason: string | null
  /** The rule by which a robot sent it, whose events are not counted; null for everybody else. */
  readonly robot: string | null
  /** The library that sent it, as it names itself; null when it does not. */
  readonly library: string | null
}

type Noted = Omit<LoggedRequest, 'id'>

export class RequestLog {
  /** The newest replaces the oldest in its place: every request comes through here. */
  readonly #kept: Noted[] = []
  #lastId = 0

  note(request: Noted): void {
    this.#lastId += 1
    this.#kept[this.#lastId % limits.requestsLogged] = request
  }

  /** Newest first. */
  list(): readonly LoggedRequest[] {
    const count = Math.min(this.#lastId, limits.requestsLogged)
    return Array.from({ length: count }, (_, back) => {
      const id = this.#lastId - back
      return { ...(this.#kept[id % limits.requestsLogged] as Noted), id }
    })
  }
}
