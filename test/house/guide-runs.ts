// Runs what guides show: the inputs of a trace through the engine, an event file through the server's own path at its own times.
// Decides nothing about whether the outcome is right: the page says what it must be.

import { mkdirSync } from 'node:fs'
import { toArrival } from '../../src/api/tracking/to-arrival.ts'
import { checkDefinitions, storePath } from '../../src/app.ts'
import { problemText } from '../../src/authoring/source-document.ts'
import { createMailbox } from '../../src/channels/mailbox/mailbox-channel.ts'
import { createRenderer } from '../../src/content/renderer.ts'
import { sourceOf } from '../../src/engine/compile.ts'
import { decisionText, inputText } from '../../src/engine/decision-text.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Command } from '../../src/model/input.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { resumeModeSchema } from '../../src/model/pause.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { type OneSubscriber, oneSubscriber } from '../../src/testing/one-subscriber.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'

/** The definitions of a folder; throws with every problem, warnings too. */
export async function definitionsIn(folder: string): Promise<Definitions> {
  const { definitions, problems } = await checkDefinitions(folder)
  if (definitions === undefined || problems.length > 0) throw new Error(problems.map(problemText).join('\n'))
  return definitions
}

/** The trace that follows from the inputs in it (`INSTANT  > NAME {...}`) up to an instant: all inputs, and the decisions of one journey if one is named. */
export function traceOf(definitions: Definitions, body: string, { journey, until }: { readonly journey?: string; readonly until: string }): string {
  const inputs = body.split('\n').filter((line) => /^\S+ {2}> /.test(line))
  const world = oneSubscriber(definitions, inputs[0]?.split(' ')[0] ?? until)
  for (const line of inputs) apply(world, line)
  world.advanceTo(until)
  const others = new Set(
    world.decisions.filter((decision) => journey !== undefined && (!('journey' in decision) || decision.journey !== journey)).map(decisionText),
  )
  const shown = new Set(world.inputs.map(inputText))
  return world.trace
    .split('\n')
    .filter((line) => shown.has(line) || !others.has(line))
    .join('\n')
}

function apply(world: OneSubscriber, line: string): void {
  const [instant = '', rest = ''] = line.split(/ {2}> (.*)/)
  world.advanceTo(instant)
  const pause = /^pause (\S+): (.*)$/.exec(rest)
  if (pause !== null) return world.pause(pause[1] as string, pause[2])
  const resume = /^resume (\S+), (\S+)$/.exec(rest)
  if (resume !== null) return world.resume(resume[1] as string, resumeModeSchema.parse(resume[2]))
  const command = /^command (\{.*\})/.exec(rest)?.[1]
  if (command !== undefined) return world.command(JSON.parse(command) as Command)
  const {
    name = '',
    properties,
    traits,
    occurredAt,
  } = /^(?<name>.*?)(?: (?<properties>\{.*?\}))?(?: traits (?<traits>\{.*\}))?(?: \(occurred (?<occurredAt>\S+)\))?$/.exec(rest)?.groups ?? {}
  world.event(name, properties === undefined ? {} : (JSON.parse(properties) as JsonObject), {
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(traits === undefined ? {} : { traits: JSON.parse(traits) as JsonObject }),
  })
}

/** Plays messages of the tracking API, one a line, into a new workspace below `data`, each at its own time, and winds on to an instant. */
export async function play(options: {
  readonly definitions: Definitions
  readonly events: string
  readonly data: string
  readonly until: string
}): Promise<void> {
  const messages = options.events
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { timestamp: string })
  mkdirSync(options.data, { recursive: true })
  const store = await openSqliteStore({ path: storePath({ data: options.data }) })
  const mailbox = createMailbox({ limit: 10 })
  const renderer = createRenderer()
  const clock = new VirtualClock(Date.parse(messages[0]?.timestamp ?? options.until))
  const runtime = await startRuntime({ store, clock, source: sourceOf(options.definitions), channels: [mailbox.channel], renderer, pace: 'virtual' })
  for (const [index, message] of messages.entries()) {
    await windTo(clock, { runtime, store }, Date.parse(message.timestamp))
    const taken = toArrival(message, { receivedAt: clock.now(), trust: 'server', makeMessageId: () => `line-${index}` })
    if (!taken.ok) throw new Error(`line ${index + 1} is refused: ${JSON.stringify(taken)}`)
    await runtime.inbox.submit([taken.arrival])
    await runtime.settle()
  }
  await windTo(clock, { runtime, store }, Date.parse(options.until))
  await runtime.stop()
  await renderer.close()
  await store.close()
  mailbox.close()
}

interface Running {
  readonly runtime: Awaited<ReturnType<typeof startRuntime>>
  readonly store: Awaited<ReturnType<typeof openSqliteStore>>
}

/** Stops at every deadline on the way, so that what is handed over is handed over at its own instant. */
async function windTo(clock: VirtualClock, { runtime, store }: Running, instant: number): Promise<void> {
  for (let next = await store.nextDeadline(); next !== undefined && next < instant; next = await store.nextDeadline()) await advanceTo(clock, runtime, next)
  await advanceTo(clock, runtime, instant)
}
