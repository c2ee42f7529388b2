// What the tests of the runtime share: small definitions, a store whose commits can be watched, held or refused, a channel
// that writes down what it is given, and events by the dozen.

import type { ProgramSource } from '../../src/engine/program.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Renderer } from '../../src/model/facts.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { AttemptOutcome, Channel, OutgoingMessage } from '../../src/runtime/channel.ts'
import { type Runtime, type RuntimeOptions, startRuntime } from '../../src/runtime/runtime.ts'
import type { Commit, Committed, Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

export const start = Date.UTC(2026, 0, 5, 12)
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Definitions with these journeys and one template, `note`. */
export function sourceWith(...journeys: Journey[]): ProgramSource {
  return {
    workspace: { workspace: 'shop', sender: { address: 'shop@shop.example' } },
    journeys: journeys.map((definition) => ({ definition, version: 1, live: true })),
    segments: [],
    templates: [{ template: 'note', subject: 'A note', html: '<p>Hello</p>' }],
  }
}

/** Sends a note at once when somebody signs up, again and again. */
export const greeting: Journey = {
  journey: 'greeting',
  enter: [{ on: 'Signed Up' }],
  again: 'always',
  steps: [{ id: 'greet', send: 'note' }],
}

/** Reminds of a cart left alone for 30 minutes, unless there was an order. */
export const reminder: Journey = {
  journey: 'reminder',
  enter: [{ quiet: '30m', on: 'Product Added', unless: 'Order Completed' }],
  again: 'always',
  exit: [{ event: 'Order Completed' }],
  steps: [{ id: 'remind', send: 'note' }],
}

let messages = 0

export interface Happening {
  readonly userId?: string
  readonly anonymousId?: string
  readonly previousId?: string
  readonly messageId?: string
  readonly at?: number
  readonly properties?: JsonObject
  readonly traits?: JsonObject
}

/** An event as the doors hand it over, received the moment it happened. */
export function happened(name: string, who: Happening): Arrival {
  messages += 1
  const { at = start, messageId = `happening-${messages}`, properties = {}, traits, ...identity } = who
  return { ...identity, event: { name, occurredAt: at, receivedAt: at, messageId, properties, ...(traits === undefined ? {} : { traits }) } }
}

/** Somebody with an address signs up. */
export function signedUp(userId: string, who: Happening = {}): Arrival {
  return happened('Signed Up', { userId, traits: { email: `${userId}@mail.example` }, ...who })
}

/** A store whose commits can be watched, held and refused. */
export interface WatchedStore extends Store {
  readonly commits: Commit[]
  /** Called before each commit; throwing refuses it, a promise holds it. */
  before: (commit: Commit) => void | Promise<void>
  /** Called when a commit is made and waits for the disk, in the same way. */
  disk: (commit: Commit) => void | Promise<void>
}

export function watch(store: Store = createMemoryStore()): WatchedStore {
  let flushed = Promise.resolve()
  const own = {
    commits: [] as Commit[],
    before: (() => {}) as WatchedStore['before'],
    disk: (() => {}) as WatchedStore['disk'],
    async commit(commit: Commit): Promise<void> {
      await (await own.commitAhead(commit)).durable
    },
    async commitAhead(commit: Commit): Promise<Committed> {
      await own.before(commit)
      const { durable } = await store.commitAhead(commit)
      own.commits.push(commit)
      // Nothing is durable before what came before it.
      flushed = Promise.all([flushed, durable, Promise.resolve(commit).then(own.disk)]).then(() => undefined)
      return { durable: flushed }
    },
  }
  return new Proxy(own as unknown as WatchedStore, {
    get(target, name) {
      if (Object.hasOwn(target, name)) return target[name as keyof WatchedStore]
      const value = store[name as keyof Store] as unknown
      return typeof value === 'function' ? value.bind(store) : value
    },
  })
}

/** A channel that writes down what it is given and answers as told; `sent` unless told otherwise. */
export class Notebook implements Channel {
  readonly name: Channel['name']
  readonly messages: OutgoingMessage[] = []
  answer: (message: OutgoingMessage) => AttemptOutcome | Promise<AttemptOutcome> = () => ({ kind: 'sent' })
  isClosed = false

  constructor(name: Channel['name'] = 'email') {
    this.name = name
  }

  async deliver(message: OutgoingMessage): Promise<AttemptOutcome> {
    this.messages.push(message)
    return this.answer(message)
  }

  async close(): Promise<void> {
    this.isClosed = true
  }

  /** Whom the mails went to, in order. */
  get recipients(): string[] {
    return this.messages.map((message) => ('to' in message ? message.to : message.kind === 'webhook' ? message.url : message.title))
  }
}

/** Fills in `{{ name }}` of the trigger and nothing else: how templates render is not the runtime's business. */
export const plainRenderer: Renderer = {
  async email(template, facts) {
    if (template.subject.includes('{{ broken')) return { ok: false, reason: 'the template is broken' }
    return { ok: true, subject: fill(template.subject, facts.trigger), html: template.html, text: facts.unsubscribe_url ?? '' }
  },
  async texts(texts, facts) {
    return { ok: true, texts: texts.map(({ text }) => fill(text, facts.trigger)) }
  },
  async close() {},
}

function fill(text: string, values: JsonObject): string {
  return text.replaceAll(/\{\{ (\w+) \}\}/g, (_, name: string) => String(values[name] ?? ''))
}

export interface Workshop {
  readonly runtime: Runtime
  readonly clock: VirtualClock
  readonly store: WatchedStore
  readonly mail: Notebook
  /** Submits one after another in one call. */
  readonly submit: (...arrivals: Arrival[]) => ReturnType<Runtime['inbox']['submit']>
}

/** A running runtime over a store in memory and a clock that stands at `start`. */
export async function workshop(source: ProgramSource, options: Partial<RuntimeOptions> & { clock?: VirtualClock; mail?: Notebook } = {}): Promise<Workshop> {
  const { clock = new VirtualClock(start), mail = new Notebook(), ...rest } = options
  const store = watch(options.store as Store | undefined)
  const runtime = await startRuntime({ clock, source, channels: [mail], renderer: plainRenderer, ...rest, store })
  return { runtime, clock, store, mail, submit: (...arrivals) => runtime.inbox.submit(arrivals) }
}
