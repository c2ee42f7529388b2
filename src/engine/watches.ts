// Conditions that are kept true without being asked: segments and `becomes` triggers. After every input and at every deadline the
// ones that were touched are asked again; a change is a decision, and lets people in where a trigger waits for it.

import { sentence } from '../model/sentence.ts'
import type { Answer, View } from './answer.ts'
import { enter, notEntered } from './enrollments.ts'
import type { Beside, CompiledJourney, Reactions, Spared, Watch } from './program.ts'
import type { SubscriberState } from './state.ts'
import { decide, type Turn, touch, viewOf } from './turn.ts'

/** Asks every touched watch again that may have changed, and acts on what did. */
export function settleWatches(turn: Turn): void {
  const { touched, touchedBy } = turn
  turn.touchedBy = undefined
  const view = viewOf(turn)
  // What something else touched as well is asked for the sake of that first: then it is as if only the event had touched it.
  if (touched.length > 0) {
    turn.touched = []
    if (touched.length > 1) for (const watch of new Set(touched.flat())) ask(turn, watch, view)
    else for (const watch of touched[0] as readonly Watch[]) ask(turn, watch, view)
  }
  if (touchedBy !== undefined) askAfter(turn, touchedBy, view)
}

/**
 * After one event and nothing else, those are left alone that have the value which the event can only confirm, and those that have it because of parts
 * which the event does not concern. Those parts are asked once for all watches in a row that rest on them, as long as nothing changes.
 */
function askAfter(turn: Turn, { watches, spared }: Reactions, view: View): void {
  const known = turn.state.watches
  let asked: Beside | undefined
  let answer: Answer | undefined
  for (let index = 0; index < watches.length; index += 1) {
    const watch = watches[index] as Watch
    const { keeps, beside } = spared[index] as Spared
    const value = known.holds(watch.id)
    if (value === keeps) continue
    if (beside?.value === value) {
      if (answer === undefined || asked !== beside) answer = beside.evaluate(view)
      asked = beside
      if (answer.value === value && known.isEarlyEnough(watch.id, answer.until, turn.now)) continue
    }
    if (ask(turn, watch, view) === 'changed') answer = undefined
  }
}

function ask(turn: Turn, watch: Watch, view: View): 'changed' | 'the same' {
  if (turn.unasked?.has(watch.id) === true) return 'the same'
  const known = turn.state.watches
  const answer = watch.condition.evaluate(view)
  if (known.holds(watch.id) === answer.value) {
    if (!known.isEarlyEnough(watch.id, answer.until, turn.now)) known.set(watch.id, answer)
    return 'the same'
  }
  known.set(watch.id, answer)
  changed(turn, watch, answer.value)
  return 'changed'
}

/** Touches the watches that are due to change by themselves at or before the turn's instant. */
export function touchDueWatches(turn: Turn): void {
  if (nextWatch(turn) > turn.now) return
  const due = turn.state.watches.dueAt(turn.now)
  if (due.length > 0)
    touch(
      turn,
      turn.program.watches.filter(({ id }) => due.includes(id)),
    )
}

/**
 * Takes watches that the state has never asked as they are: nobody enters because of what already held. People who are already in a new
 * segment are recorded as having entered it, but no trigger fires on that.
 */
export function adoptWatches(turn: Turn, entering: 'segments enter' | 'nothing enters'): void {
  const view = viewOf(turn)
  for (const watch of turn.program.watches) {
    const was = turn.state.watches.holds(watch.id)
    const answer = watch.condition.evaluate(view)
    if (entering === 'nothing enters' && watch.segment !== undefined) continue
    turn.state.watches.set(watch.id, answer)
    if (watch.segment !== undefined && was !== answer.value) {
      turn.decisions.push({ kind: 'segment', at: turn.now, segment: watch.segment, entered: answer.value })
    }
  }
}

/**
 * What held for the other of two subscribers who turned out to be one held for this person: where it goes on holding nobody enters because of it.
 * Asked after the states were merged.
 */
export function mergeWatches(turn: Turn, theirs: SubscriberState['watches']): void {
  const view = viewOf(turn)
  for (const watch of turn.program.watches) {
    if (!theirs.holds(watch.id) || turn.state.watches.holds(watch.id)) continue
    const answer = watch.condition.evaluate(view)
    if (!answer.value) continue
    turn.state.watches.set(watch.id, answer)
    if (watch.segment !== undefined) turn.decisions.push({ kind: 'segment', at: turn.now, segment: watch.segment, entered: true })
  }
}

/**
 * The watches that the state has surely never asked: they hold, or will change by themselves, and yet nothing is known of them. Until they are adopted
 * they are not asked, so that nothing on the way there takes what held already for a change.
 */
export function neverAsked(turn: Turn): ReadonlySet<number> {
  const view = viewOf(turn)
  const unknown = turn.program.watches.filter(({ id, condition }) => {
    if (turn.state.watches.has(id)) return false
    const answer = condition.evaluate(view)
    return answer.value || answer.until !== Number.POSITIVE_INFINITY
  })
  return new Set(unknown.map(({ id }) => id))
}

/** The earliest instant at which a watch changes by itself. */
export function nextWatch(turn: Turn): number {
  return turn.state.watches.earliest()
}

function changed(turn: Turn, watch: Watch, value: boolean): void {
  if (watch.segment !== undefined) decide(turn, { kind: 'segment', at: turn.now, segment: watch.segment, entered: value })
  if (!value || turn.silent) return
  for (const journey of watch.becomes) become(turn, watch, journey)
}

function become(turn: Turn, watch: Watch, journey: CompiledJourney): void {
  if (turn.latenessMs > journey.maxAgeMs) {
    const because = sentence('late-condition', { condition: watch.condition.words, count: turn.latenessMs })
    return notEntered(turn, journey, { key: undefined, reason: 'event too late', because })
  }
  const trigger = { name: 'condition', occurredAt: turn.now, properties: {}, position: undefined }
  enter(turn, journey, { trigger, because: watch.condition.words })
}
