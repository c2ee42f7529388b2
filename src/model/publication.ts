// Publications: when which definitions came into force, by whom, and what they meant for the people inside.

import type { Journey } from './journey.ts'
import type { Json, JsonObject } from './json.ts'

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

/** One thing that differs between two versions of a journey; `step` is null for the journey itself. */
export interface JourneyChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly step: string | null
  readonly words: string
  readonly said: ChangeSaid
}

/** The same as data: what a field says, a step, or where it stands. `after` null is the first place; `inside` is the step that it stands in. */
export type ChangeSaid =
  | { readonly code: 'new'; readonly field: string; readonly is: Json }
  | { readonly code: 'gone'; readonly field: string; readonly was: Json }
  | { readonly code: 'other'; readonly field: string; readonly was: Json; readonly is: Json }
  | { readonly code: 'step'; readonly is: JsonObject }
  | { readonly code: 'kind'; readonly was: JsonObject; readonly is: JsonObject }
  | { readonly code: 'place'; readonly after: string | null; readonly inside: string | null }

/** What has to be said before something can be published, as data. */
export type PublishQuestion =
  | { readonly code: 'paused'; readonly journey: string }
  | { readonly code: 'no-journey'; readonly journey: string }
  | { readonly code: 'no-step'; readonly step: string }
  | { readonly code: 'map-without-move' }
  | { readonly code: 'no-target'; readonly journey: string; readonly version: number; readonly step: string }
  /** What was to happen once lies in the past, on the workspace's clock: nobody would enter. */
  | { readonly code: 'instant-past'; readonly journey: string; readonly time: string }
  | { readonly code: 'where-to'; readonly journey: string; readonly version: number; readonly step: string; readonly count: number }

/** What somebody wants to become of people. */
export interface PublishChoices {
  readonly people: PeopleChoice
  /** Steps of older versions with the step to go on at; ":end" completes, ":stay" leaves people where they are. */
  readonly map: Readonly<Record<string, string>>
  /** Whether those are let in for whom an entrance holds already. */
  readonly existing: boolean
  /** Only this journey's people; those of all journeys that change when it is missing. */
  readonly journey?: string
  readonly by: string
  /** Goes back to this version of the journey. */
  readonly rollbackTo?: number
}

/** Where the people at one step of an older version go. */
export interface StepPreview {
  readonly version: number
  readonly step: string
  readonly people: number
  /** What becomes of the step itself. */
  readonly change: 'same' | 'changed' | 'removed'
  /** stay · complete · the step to go on at. */
  readonly goTo: string
  /** How its wait or other fields differ, in words. */
  readonly words: readonly string[]
}

export interface JourneyPreview {
  readonly journey: string
  readonly change: 'new' | 'changed' | 'same' | 'retired'
  /** The version that is in force; null for a new journey. */
  readonly from: number | null
  /** The version that will be; null for a journey that goes. */
  readonly to: number | null
  readonly changes: readonly JourneyChange[]
  readonly inside: number
  readonly steps: readonly StepPreview[]
  /** How many an entrance holds for already; null while nobody counted. */
  readonly existing: number | null
}

/** What a publication would mean. */
export interface PublicationPreview {
  readonly people: PeopleChoice
  readonly journeys: readonly JourneyPreview[]
  readonly segments: readonly string[]
  readonly templates: readonly string[]
  readonly hasWorkspaceChanged: boolean
  /** Messages that were put off and are asked about at once, where limits or quiet hours change; counted up to limits.putOffCounted, null where none change. */
  readonly putOff: number | null
  /** Memories that are filled from the log before it is in force. */
  readonly newMemories: number
  readonly logEntries: number
  /** What has to be said before it can be published. */
  readonly questions: readonly string[]
  /** The same as data, in the same order. */
  readonly asked: readonly PublishQuestion[]
}

/** How far a publication is. */
export interface PublishStatus {
  readonly state: 'none' | 'comparing' | 'reading history' | 'counting people' | 'ready' | 'in force' | 'refused'
  readonly isDryRun: boolean
  /** Of the log, while it is read; of the people, while they are counted or brought up. */
  readonly done: number
  readonly of: number
  readonly preview: PublicationPreview | null
  readonly publication: Pick<Publication, 'number' | 'at' | 'by'> | null
  /** Why it was refused. */
  readonly problem: string | null
}
