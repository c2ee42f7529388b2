// A condition tried on one person: each part with its value at this moment, its numbers and the events that decided it, in the words of "why".

import type { Passage } from '../../engine/answer.ts'
import { type PastOccurrence, type Reason, reasonOf } from '../../engine/conditions/evidence.ts'
import type { Condition } from '../../model/condition.ts'
import { limits } from '../../model/limits.ts'
import { arrivalOf } from '../../runtime/log-entry.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import { madeOccurrences } from '../made-occurrences.ts'
import { missingFor, personOf, rememberPast, viewAt } from './ask-person.ts'
import { type AskedCondition, writtenParts } from './asked-condition.ts'

export interface TriedPart extends Omit<Reason, 'parts'> {
  /** Where it stands in the condition; null for what a segment is made of. */
  readonly path: readonly (string | number)[] | null
  readonly parts: readonly TriedPart[]
}

export interface Tried {
  readonly subscriber: SubscriberNumber
  readonly at: number
  readonly reason: TriedPart
  /** The event that stood in for the one that starts the passage: the person's newest of that name. */
  readonly trigger: { readonly name: string; readonly occurredAt: number; readonly position: number | null; readonly properties: object } | null
  /** Whether events older than those that were looked at are not named. */
  readonly isCut: boolean
}

export interface TryOnQuestion {
  readonly condition: Condition
  readonly number: SubscriberNumber
  readonly now: number
  /** The name of the event that starts the passage. */
  readonly trigger: string | undefined
}

/** Undefined when there is nobody of that number. */
export async function tryOn(
  store: Pick<Store, 'load' | 'history' | 'decisions'>,
  asked: AskedCondition,
  { condition, number, now, trigger }: TryOnQuestion,
): Promise<Tried | undefined> {
  const [row] = await store.load([number])
  const person = row && personOf(row)
  if (person === undefined) return undefined
  await rememberPast(store, asked, person, missingFor(asked, person))
  const lines = person.head === 0 ? [] : await store.history(person.head, limits.whyLinesAtDoor)
  const events = lines.flatMap((entry): PastOccurrence[] => {
    const event = arrivalOf(entry)?.event
    return event === undefined ? [] : [{ ...event, position: entry.position }]
  })
  const made = madeOccurrences(await store.decisions(number, limits.whyLinesAtDoor))
  const past = Map.groupBy(
    [...events, ...made].sort((one, other) => one.occurredAt - other.occurredAt),
    ({ name }) => name,
  )
  const starter = trigger === undefined ? undefined : past.get(trigger)?.at(-1)
  const passage: Passage | undefined = starter && { trigger: starter, startedAt: starter.occurredAt, stepEnteredAt: starter.occurredAt }
  const reason = reasonOf(asked.parts[0].condition, { ...viewAt(asked, person, now), passage }, past)
  return {
    subscriber: number,
    at: now,
    reason: placed(reason, condition, []),
    trigger:
      starter === undefined ? null : { name: starter.name, occurredAt: starter.occurredAt, position: starter.position ?? null, properties: starter.properties },
    isCut: lines.length >= limits.whyLinesAtDoor,
  }
}

function placed(reason: Reason, condition: Condition | undefined, path: readonly (string | number)[] | null): TriedPart {
  const written = condition === undefined ? [] : writtenParts(condition)
  return {
    ...reason,
    path,
    parts: reason.parts.map((part, index) => {
      const own = written[index]
      return placed(part, own?.condition, own === undefined || path === null ? null : [...path, ...own.path])
    }),
  }
}
