// Which fields that a mail prints without a default the person did not have when the mail would have left: noted person by person while a backtest runs.

import type { Decision } from '../../model/decision.ts'
import { isBlankAt, type JsonObject } from '../../model/json.ts'
import type { NeededFields } from './backtest-spec.ts'
import type { Notes, Tally } from './tally.ts'

/** Of `people` whom a journey would have sent a template, so many lacked a field at that instant. */
export interface FieldLack {
  readonly journey: string
  readonly template: string
  /** A path into the attributes, such as first_name. */
  readonly field: string
  readonly people: number
  readonly lack: number
}

interface Needs {
  readonly needed: NeededFields
  readonly attributes: JsonObject
}

/** Notes what a mail lacked that left. */
export function noteLacks(notes: Notes, decision: Decision, { needed, attributes }: Needs): void {
  if (decision.kind !== 'handed over' || decision.outcome === 'failed' || decision.template === undefined) return
  const fields = needed[decision.template]
  if (fields === undefined) return
  const place = `${decision.journey}\n${decision.template}`
  const lacked = notes.lacked.get(place) ?? new Set()
  for (const field of fields) if (isBlankAt(attributes, field)) lacked.add(field)
  notes.lacked.set(place, lacked)
}

/** Two people turned out to be one. */
export function joinLacks(notes: Notes, { lacked }: Notes): void {
  for (const [place, fields] of lacked) notes.lacked.set(place, new Set([...(notes.lacked.get(place) ?? []), ...fields]))
}

/** What a tally came to, the widest gap first. */
export function fieldLacks(tally: Tally | undefined): readonly FieldLack[] {
  return [...(tally?.numbers ?? [])]
    .flatMap(([key, lack]): FieldLack[] => {
      const [what, journey = '', template = '', field = ''] = key.split('\n')
      return what === 'lacked' ? [{ journey, template, field, people: tally?.numbers.get(`mailed\n${journey}\n${template}`) ?? 0, lack }] : []
    })
    .toSorted((one, other) => other.lack / other.people - one.lack / one.people || (one.field < other.field ? -1 : 1))
}
