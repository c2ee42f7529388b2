// Publications: when which definitions came into force, by whom, and what they meant for the people inside.

import type { Journey } from './journey.ts'

/** stay: they finish on the version that they entered · move: they go on at the same step of the new one · restart: they begin anew on it. */
export const peopleChoices = ['stay', 'move', 'restart'] as const
export type PeopleChoice = (typeof peopleChoices)[number]

/** What is in force since when. */
export interface Publication {
  /** 1, 2, 3, ... over the whole workspace. */
  readonly number: number
  readonly at: number
  /** The last place of the log that was decided by what was in force before. */
  readonly position: number
  readonly by: string
  /** Id of the compiled program. */
  readonly program: number
  /** Ids of the program's memories. */
  readonly memories: readonly number[]
  /** Ids of the memories that every stored state has, whether it was brought up to this program or not; absent where that is not known. */
  readonly base?: readonly number[]
}

/** What one publication changed. */
export interface PublicationRecord extends Pick<Publication, 'number' | 'at' | 'position' | 'by'> {
  /** Versions that came into being. */
  readonly journeys: readonly { readonly journey: string; readonly version: number; readonly definition: Journey }[]
  /** Journeys that let nobody in any more. */
  readonly retired: readonly string[]
  readonly people: readonly PublishedPeople[]
}

/** What a publication meant for the people of one journey. */
export interface PublishedPeople {
  readonly journey: string
  readonly to: number
  readonly people: PeopleChoice
  readonly map: Readonly<Record<string, string>>
  readonly existing: boolean
}

/** One text for a version of a journey. */
export function versionKey(journey: string, version: number): string {
  return `${journey}\n${version}`
}
