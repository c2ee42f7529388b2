// Makes a state again from what is kept: the subscriber's lines of the log, what each publication put in force, and the pauses. Knows nothing of
// what the server stored or decided.

import { endOfPauseAhead, firstOf, pausesOf } from '../../src/engine/pauses.ts'
import type { Program } from '../../src/engine/program.ts'
import type { SubscriberState } from '../../src/engine/state.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Input } from '../../src/model/input.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { stopsAt } from '../../src/model/stop.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { arrivalOf, eventsOf, inputOf, mergeName } from '../../src/runtime/log-entry.ts'
import { readPublished } from '../../src/runtime/publishing/published.ts'
import { readSources } from '../../src/runtime/publishing/source-records.ts'
import { readPauses } from '../../src/runtime/stopping/pauses.ts'
import { readStopChanges } from '../../src/runtime/stopping/stop-switches.ts'
import type { LogEntry, Store } from '../../src/runtime/store.ts'

export interface Folded {
  readonly state: SubscriberState
  readonly decisions: readonly Decision[]
}

export interface Step {
  readonly position: number
  readonly at: number
  readonly dueFrom: number | undefined
  /** How many pauses there were before it; those of the same instant came after. */
  readonly pauses: number | undefined
  readonly program: Program
}

interface Person {
  readonly number: number
  state: SubscriberState
  readonly decisions: Decision[]
  readonly lines: LogEntry[]
  /** How many publications it has come through. */
  step: number
}

/** Whose state is made again, and as of when. */
export interface Whom {
  readonly number: number
  readonly head: number
  readonly until: number
  /** How many pauses and ends of pauses had been lived through by then; without it all up to that instant, those at it too. */
  readonly lived?: number
}

/** The subscriber with this newest line, as of `until`. */
export async function foldLog(store: Store, whom: Whom, steps?: readonly Step[]): Promise<Folded> {
  return foldOver({ store, steps: steps ?? (await stepsOf(store)) }, whom)
}

/** What was put in force, step by step: to be read once for many people. */
export async function stepsOf(store: Store): Promise<readonly Step[]> {
  const [pauses, stopChanges] = await Promise.all([readPauses(store), readStopChanges(store)])
  const newest = (await readPublished(store))?.publication?.number ?? 0
  return (await readSources(store, newest)).map(({ source, position, at, dueFrom, pauses: lived }): Step => {
    return { position, at, dueFrom, pauses: lived, program: theEngine.compile({ ...source, pauses, stopChanges }) }
  })
}

async function foldOver({ store, steps }: Records, whom: Whom): Promise<Folded> {
  const person = await foldChain({ store, steps }, whom.number, whom.head)
  publishUpTo(steps, person, { position: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY })
  const last = programAt(steps, person, Number.POSITIVE_INFINITY)
  const { changes } = last.pauses
  const isAtEnd = changes[whom.lived ?? changes.length]?.at === whom.until
  const program = { ...last, pauses: pausesOf(isAtEnd ? changes.slice(0, whom.lived) : changes.filter(({ at }) => at <= whom.until)) }
  passTime(person, program, whom.until)
  apply(person, program, { kind: 'time', at: whom.until })
  return { state: person.state, decisions: person.decisions }
}

interface Records {
  readonly store: Store
  readonly steps: readonly Step[]
}

async function foldChain({ store, steps }: Records, number: number, head: number): Promise<Person> {
  const chain: LogEntry[] = []
  for (let position = head; position > 0; position = chain.at(-1)?.previous ?? 0) {
    const [entry] = await store.entriesAt([position])
    if (entry === undefined) break
    chain.push(entry)
  }
  chain.reverse()
  const first = chain[0]
  if (first === undefined) throw new Error('nobody has no history')
  const step = steps.filter(({ position }) => position < first.position).length
  const person: Person = { number, state: theEngine.newState(String(number), first.receivedAt), decisions: [], lines: [], step }
  for (const entry of chain) {
    publishUpTo(steps, person, { position: entry.position, at: entry.receivedAt })
    const input = await inputAt({ store, steps }, entry, person)
    if (input !== undefined) apply(person, programAt(steps, person, entry.position), input)
    person.lines.push(entry)
  }
  return person
}

/** The line's input; of a merge with the other person brought up to what was in force then. */
async function inputAt({ store, steps }: Records, entry: LogEntry, person: Person): Promise<Input | undefined> {
  if (entry.name !== mergeName || arrivalOf(entry) !== undefined) return inputOf(entry)
  const { from, because } = JSON.parse(entry.body) as { from: number; because: string }
  const other = await foldChain({ store, steps }, from, entry.merged)
  publishUpTo(steps, other, { position: entry.position, at: Number.POSITIVE_INFINITY })
  person.lines.push(...other.lines)
  person.decisions.push(...other.decisions)
  return { kind: 'merge', at: entry.receivedAt, other: theEngine.serializeState(other.state), because }
}

/** The publications that were in force before a line was decided, each after what was due before it. */
function publishUpTo(steps: readonly Step[], person: Person, line: { readonly position: number; readonly at: number }): void {
  for (let step = steps[person.step]; step !== undefined && step.position < line.position; step = steps[person.step]) {
    const old = programAt(steps, person, step.position + 1, step.pauses)
    const upTo = Math.min(step.at, (step.dueFrom ?? Number.POSITIVE_INFINITY) - 1)
    passTime(person, old, upTo)
    passEndsOfPauses(person, old, upTo)
    person.step += 1
    if (step.program.id === old.id) continue
    const at = Math.min(line.at, step.at)
    const history = eventsOf(person.lines)
    const triggers = new Map(history.map(({ position, event }): [number, JsonObject] => [position, event.properties]))
    apply(person, programAt(steps, person, step.position + 1, step.pauses), { kind: 'adopt', at, history, decisions: [...person.decisions], triggers })
  }
}

/** Whoever is in a pause has no deadline; its end touches them all the same, also at the very instant of their newest line when it came after it. */
function passEndsOfPauses(person: Person, program: Program, upTo: number): void {
  for (let at = endOfPauseAhead(program, person.state, upTo); at !== undefined; at = endOfPauseAhead(program, person.state, upTo)) {
    apply(person, program, { kind: 'time', at: Math.max(at, person.state.now) })
    passTime(person, program, upTo)
  }
}

/** The program in force for a line, with the pauses (`lived` of them, where it is known) that there were before it. */
function programAt(steps: readonly Step[], person: Person, position: number, lived?: number): Program {
  const program = steps[person.step - 1]?.program
  if (program === undefined) throw new Error('nothing was in force')
  const pauses = firstOf(program.pauses, lived ?? program.pauses.changes.filter((change) => (change.position ?? 0) < position).length)
  return { ...program, pauses, stops: stopsAt(program.stopChanges, position) }
}

/** Every deadline up to an instant, each at its own. */
function passTime(person: Person, program: Program, until: number): void {
  while (person.state.program !== 0 && person.state.deadline <= until) apply(person, program, { kind: 'time', at: person.state.deadline })
}

function apply(person: Person, program: Program, input: Input): void {
  const { state, decisions } = theEngine.transition(program, person.state, input)
  person.state = state
  person.decisions.push(...decisions)
}
