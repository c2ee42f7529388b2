// A workspace on disk with so many subscribers who have a past: states that the engine made from the shared workload, written through the
// store. Made once per number of subscribers and copied for every benchmark that wants one.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { loadDefinitions } from '../src/authoring/load-definitions.ts'
import { compile } from '../src/engine/compile.ts'
import type { Program, ProgramSource } from '../src/engine/program.ts'
import { newState, type SubscriberState } from '../src/engine/state.ts'
import { transition } from '../src/engine/transition.ts'
import { wallClock } from '../src/runtime/clock.ts'
import { theEngine } from '../src/runtime/engine.ts'
import { groupingsOf } from '../src/runtime/people/memberships.ts'
import { keepPublished, nextSource } from '../src/runtime/publishing/published.ts'
import { packState } from '../src/runtime/states/state-codec.ts'
import type { Commit, Store, StoredSubscriber } from '../src/runtime/store.ts'
import { fingerprintOf, noMessages, packMessages, rememberMessage } from '../src/runtime/writing/recent-messages.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { shopDefinitions, shopEvents } from './workload.ts'

export interface Workspace {
  readonly definitions: string
  readonly data: string
  readonly store: string
  readonly program: Program
  readonly source: ProgramSource
}

const rowsPerCommit = 5000
const differentPasts = 2000
const hourMs = 3_600_000

const root = mkdtempSync(join(tmpdir(), 'oncue-bench-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))
const made = new Map<number, Promise<Workspace>>()
let copies = 0

/** A copy of its own: a data folder with so many subscribers, and the definitions. */
export async function workspaceOf(people: number): Promise<Workspace> {
  let making = made.get(people)
  if (making === undefined) {
    making = make(people, join(root, `people-${people}`))
    made.set(people, making)
  }
  const original = await making
  const copy = inFolder(original, newFolder())
  copyFileSync(original.store, copy.store)
  return copy
}

/** An empty folder that is removed at the end. */
export function newFolder(): string {
  copies += 1
  const folder = join(root, `copy-${copies}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

async function make(people: number, folder: string): Promise<Workspace> {
  mkdirSync(folder, { recursive: true })
  const definitions = join(folder, 'definitions')
  const { program, source } = await writeDefinitions(definitions)
  const workspace = inFolder({ definitions, program, source }, folder)
  const store = await openSqliteStore({ path: workspace.store, synchronous: 'NORMAL' })
  const now = wallClock().now()
  for (const commit of peopleWithPasts(program, pasts(program, now), people)) await store.commit(commit)
  await settle(store, program, source)
  await store.close()
  return workspace
}

/** The shop's definitions as files, read back as the server reads them, so that the program is the same to the last bit. */
async function writeDefinitions(folder: string): Promise<{ readonly program: Program; readonly source: ProgramSource }> {
  mkdirSync(folder, { recursive: true })
  const { workspace, journeys, segments, templates } = shopDefinitions()
  writeFileSync(join(folder, 'shop.yaml'), [workspace, ...journeys, ...segments, ...templates].map((one) => stringify(one)).join('---\n'))
  const { definitions, problems } = await loadDefinitions(folder)
  if (definitions === undefined) throw new Error(`the benchmark's definitions are not valid: ${problems[0]?.message}`)
  const source = nextSource(undefined, definitions, [])
  const { program } = compile(source)
  if (program === undefined) throw new Error('the benchmark’s definitions do not compile')
  return { program, source }
}

function inFolder(of: Pick<Workspace, 'definitions' | 'program' | 'source'>, folder: string): Workspace {
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  return { definitions: of.definitions, program: of.program, source: of.source, data, store: join(data, 'workspace.db') }
}

/** What a server that had run for long would have written: nobody has to be visited, nothing has to be published. */
export async function settle(store: Store, program: Program, source: ProgramSource): Promise<void> {
  await keepPublished(store, source)
  await store.setSetting('sweep', { program: program.id, after: 0, isUnderWay: false })
}

/** States of people who came often, rarely or once within the last days, none with a deadline within the next hour. */
export function pasts(program: Program, now: number): SubscriberState[] {
  const events = differentPasts * 10
  const spacingMs = 2000
  const startAt = now - events * spacingMs - hourMs
  const states = new Map<string, SubscriberState>()
  let position = 0
  for (const { userId, event } of shopEvents({ people: differentPasts, events, startAt, spacingMs, seed: 7 })) {
    const state = states.get(userId) ?? newState(userId, event.receivedAt)
    states.set(userId, state)
    position += 1
    transition(program, state, { kind: 'event', at: event.receivedAt, event, position })
  }
  for (const state of states.values()) transition(program, state, { kind: 'time', at: now })
  return [...states.values()].filter((state) => state.deadline > now + hourMs)
}

function* peopleWithPasts(program: Program, past: readonly SubscriberState[], people: number): Iterable<Commit> {
  const groupings = past.map((state) => groupingsOf(program, state))
  for (let from = 1; from <= people; from += rowsPerCommit) {
    const numbers = Array.from({ length: Math.min(rowsPerCommit, people - from + 1) }, (_, index) => from + index)
    const rows = numbers.map((number) => rowOf({ ...(past[number % past.length] as SubscriberState), id: String(number) }))
    const members = numbers.map((number) => ({ subscriber: number, groupings: groupings[number % past.length] ?? [] }))
    yield { ...commitOf(rows), members }
  }
}

/** The row of a state; its number is the state's id. */
export function rowOf(state: SubscriberState): StoredSubscriber {
  const recent = noMessages()
  const day = Math.floor(state.now / 86_400_000)
  for (let index = 0; index < 8; index += 1) rememberMessage(recent, fingerprintOf(`before-${state.id}-${index}`), day)
  const deadline = Number.isFinite(state.deadline) ? state.deadline : undefined
  return { number: Number(state.id), head: 0, deadline, recent: packMessages(recent), state: packState(theEngine, state) }
}

/** Creates the subscribers, known as user-0 and so on like the workload's people. */
export function commitOf(subscribers: readonly StoredSubscriber[]): Commit {
  const identities = subscribers.map(({ number }) => ({ identity: `u:user-${number - 1}`, subscriber: number }))
  return { log: [], subscribers, identities, merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] }
}
