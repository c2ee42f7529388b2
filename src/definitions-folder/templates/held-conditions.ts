// What a real person answers now to the conditions that the blocks of a template ask, as it is written: also those that nobody published yet, whose memories are
// made from the person's own past. Reads only.

import { fillMemories } from '../../engine/adopt.ts'
import type { Passage } from '../../engine/answer.ts'
import { compile } from '../../engine/compile.ts'
import { zoneOf } from '../../engine/turn.ts'
import type { Template } from '../../model/definitions.ts'
import { limits } from '../../model/limits.ts'
import { theEngine } from '../../runtime/engine.ts'
import { eventsOf } from '../../runtime/log-entry.ts'
import { readPublished } from '../../runtime/publishing/published.ts'
import { unpackState } from '../../runtime/states/state-codec.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'

export interface AskedReader {
  readonly store: Pick<Store, 'setting' | 'load' | 'history' | 'decisions'>
  readonly subscriber: SubscriberNumber
  /** The event that would have started the journey. */
  readonly trigger: Passage['trigger'] | undefined
  readonly now: number
}

/** Each by its name; undefined where the template asks nothing. None holds where they cannot be asked: what is wrong with them is said elsewhere. */
export async function heldConditions(template: Template, { store, subscriber, trigger, now }: AskedReader): Promise<Record<string, boolean> | undefined> {
  if (template.conditions === undefined) return undefined
  const none = Object.fromEntries(Object.keys(template.conditions).map((name) => [name, false]))
  const published = await readPublished(store)
  if (published === undefined) return none
  const others = published.templates.filter((one) => one.template !== template.template)
  const { program } = compile({ ...published, templates: [...others, template] })
  const [row] = await store.load([subscriber])
  if (program === undefined || row === undefined) return none
  const state = unpackState(theEngine, row.state)
  const conditions = program.templates.get(template.template)?.conditions ?? []
  // Somebody who was not yet brought up to what is in force lacks whatever is not there.
  const known = state.program === published.publication?.program ? new Set(published.publication?.memories) : new Set(state.memories.keys())
  const missing = [...new Set(conditions.flatMap(([, { memories }]) => memories.map(({ id }) => id)))].filter((id) => !known.has(id))
  if (missing.length > 0) {
    const history = row.head === 0 ? [] : eventsOf(await store.history(row.head, limits.historyEntries))
    const decisions = await store.decisions(subscriber, limits.historyEntries)
    fillMemories({ state, program, now: state.now }, { history, decisions, memories: { filled: [], missing } })
  }
  const passage = trigger && { trigger, startedAt: trigger.occurredAt, stepEnteredAt: trigger.occurredAt }
  const view = { state, now: Math.max(now, state.now), zone: zoneOf(program, state), passage }
  return Object.fromEntries(conditions.map(([name, condition]) => [name, condition.evaluate(view).value]))
}
