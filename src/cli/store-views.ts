// The views over an opened store. Reads only; what a state or a line of the log means is asked of those who wrote it.

import { compile, definitionsOf } from '../engine/compile.ts'
import { decisionText, inputText } from '../engine/decision-text.ts'
import { pausedNow, pausesOf } from '../engine/pauses.ts'
import type { ProgramSource } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import { journeyReport } from '../insight/journey-report.ts'
import { journeyVersions } from '../insight/journey-versions.ts'
import { recordedLife } from '../insight/recorded-life.ts'
import { idsOf, subscriberProfile } from '../insight/subscriber-profile.ts'
import type { WhyQuestion } from '../insight/why/why.ts'
import type { WhyAnswer } from '../insight/why/why-answer.ts'
import type { ArchivedLine, MessageSearch } from '../model/archived-message.ts'
import type { Decision } from '../model/decision.ts'
import type { Input } from '../model/input.ts'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import type { PublicationRecord } from '../model/publication.ts'
import { domainOf } from '../model/sender.ts'
import type { Stop } from '../model/stop.ts'
import { type ExaminedStore, type ExaminedSubscriber, examineStore } from './examine-store.ts'
import { type CountedCodes, poolFindings } from './pool-findings.ts'
import type { AuditView, DeadLetterView, DomainView, MessageView, TraceLine, Views, WaitingView } from './views.ts'

/** The part of the store that the views read; src/app.ts gives it. */
export interface ViewSource<Line extends LogLine = LogLine> {
  readonly store: ReadableStore<Line>
  /** The workspace's own, which may have been wound. */
  readonly clock: { now(): number }
  /** Whom an id means. */
  find(id: string): Promise<readonly number[]>
  /** What was last published; undefined when nothing ever was. */
  published(): Promise<ProgramSource | undefined>
  /** What was published so far, oldest first. */
  publications(): Promise<readonly PublicationRecord[]>
  /** The stop switches that are on. */
  stops(): Promise<readonly Stop[]>
  why(question: WhyQuestion): Promise<WhyAnswer>
  domains(): Promise<readonly DomainView[]>
  unpackState(packed: Uint8Array): SubscriberState
  /** The input that a line of the log stands for; undefined for a merge. */
  inputOf(line: Line): Input | undefined
}

export interface LogLine {
  readonly receivedAt: number
  readonly position: number
  readonly name: string
}

export interface ReadableStore<Line> extends ExaminedStore {
  identitiesOf(subscriber: number): Promise<readonly string[]>
  load(subscribers: readonly number[]): Promise<readonly ((ExaminedSubscriber & { readonly head: number }) | undefined)[]>
  history(head: number, limit: number): Promise<readonly Line[]>
  decisions(subscriber: number, limit: number): Promise<readonly Decision[]>
  searchMessages(search: MessageSearch): Promise<{ readonly messages: readonly StoredMessage[]; readonly next: MessageSearch['before'] }>
  deadLetters(query: { readonly limit: number }): Promise<readonly DeadLetterView[]>
  audit(query: {
    readonly limit: number
    readonly subscriber?: number | undefined
  }): Promise<readonly (Omit<AuditView, 'subscriber' | 'details'> & { readonly subscriber: number | undefined; readonly details: string })[]>
  counts(journey?: string): Promise<readonly { journey: string; version: number; step: string; measure: string; count: number }[]>
  readonly catalogue: CountedCodes
  backup(path: string): Promise<void>
  close(): Promise<void>
}

type StoredMessage = Omit<MessageView, 'userId' | 'template' | 'topic' | 'domain' | 'purpose' | 'finishedAt' | 'reason' | 'address' | 'subject'> & {
  readonly dueAt: number
  readonly domain: string | undefined
  /** The engine's effect, as JSON text. */
  readonly effect: string
  readonly template: string | undefined
  readonly finishedAt: number | undefined
  readonly reason: string | undefined
  readonly archived: ArchivedLine | undefined
}

const messagePage = 500
/** From here on a message is due when somebody lifts what holds it. */
const never = Date.UTC(9999, 0, 1)

/** Makes the views. Closing them closes the store. */
export function storeViews<Line extends LogLine>(source: ViewSource<Line>): Views {
  const { store } = source
  const trace = async (number: number, limit: number): Promise<readonly TraceLine[]> => {
    const [stored] = await store.load([number])
    if (stored === undefined) return []
    const [history, decisions] = await Promise.all([store.history(stored.head, limit), store.decisions(number, limit)])
    const inputs = history.toReversed().flatMap((line): TraceLine[] => {
      const input = source.inputOf(line)
      // What the server asks itself on the way of a message stands in the decisions already, and there in its right place.
      return input?.kind === 'authorize' || input?.kind === 'outcome' ? [] : [inputLine(line, input)]
    })
    const lines = mergeByTime(inputs, decisions.map(decisionLine))
    const at = lines.at(-1)?.at ?? 0
    return [...lines, ...(await waitingOf(number)).toReversed().map((message) => waitingLine(message, at))].slice(-limit)
  }
  const waitingOf = async (subscriber: number): Promise<readonly WaitingView[]> =>
    (await store.searchMessages({ subscriber, status: 'waiting', limit: messagePage })).messages.map(waitingView)
  return {
    now: () => source.clock.now(),
    find: (id) => source.find(id),
    async subscriber(number, timelineLimit) {
      const [[stored], identities, published, timeline, waiting] = await Promise.all([
        store.load([number]),
        store.identitiesOf(number),
        source.published(),
        trace(number, timelineLimit),
        waitingOf(number),
      ])
      if (stored === undefined) throw new Error(`subscriber ${number} is gone`)
      const program = published === undefined ? undefined : compile(published).program
      return { ...subscriberProfile({ number, state: source.unpackState(stored.state), identities, program }), waiting, timeline }
    },
    trace,
    why: (question) => source.why(question),
    async definitions() {
      const published = await source.published()
      return published && definitionsOf(published)
    },
    record: (subscriber) => recordedLife(store, { subscriber, lines: limits.recordedLines, inputOf: (line) => source.inputOf(line) }),
    async journey(name) {
      const [published, counts] = await Promise.all([source.published(), store.counts(name)])
      return journeyReport(name, published, counts)
    },
    async journeyNames() {
      return [...new Set((await source.published())?.journeys.map(({ definition }) => definition.journey) ?? [])]
    },
    async versions(journey) {
      const [published, publications, counts] = await Promise.all([source.published(), source.publications(), store.counts(journey)])
      return journeyVersions({ published, publications, counts }).filter((one) => journey === undefined || one.journey === journey)
    },
    deadLetters: (limit) => store.deadLetters({ limit }),
    async *messages(filter) {
      const userIds = new Map<number, string | null>()
      const senders = sendersOf(await source.published())
      let before: MessageSearch['before']
      do {
        const page = await store.searchMessages({ ...filter, before, limit: messagePage })
        for (const message of page.messages) {
          if (!userIds.has(message.subscriber)) userIds.set(message.subscriber, idsOf(await store.identitiesOf(message.subscriber), 'u:')[0] ?? null)
          yield messageView(message, userIds.get(message.subscriber) ?? null, senders)
        }
        before = page.next
      } while (before !== undefined)
    },
    async examine(now) {
      const published = await source.published()
      const examined = await examineStore(store, published === undefined ? undefined : compile(published).program, source.unpackState)
      return { ...examined, findings: [...examined.findings, ...(await poolFindings(published, store.catalogue, now))] }
    },
    async audit(query) {
      const entries = await store.audit(query)
      return entries.map((entry) => ({ ...entry, subscriber: entry.subscriber ?? null, details: JSON.parse(entry.details) as JsonObject }))
    },
    stops: () => source.stops(),
    domains: () => source.domains(),
    paused: async () => pausedNow(pausesOf((await source.published())?.pauses ?? [])),
    backup: (path) => store.backup(path),
    close: () => store.close(),
  }
}

/** What a message's domain and purpose follow from. */
interface Senders {
  readonly domainOf: (template: string | undefined) => string | undefined
  readonly isTransactional: (topic: string) => boolean
}

function sendersOf(published: ProgramSource | undefined): Senders {
  const { workspace, templates = [] } = published ?? {}
  const own = workspace?.sender && domainOf(workspace.sender.address)
  const byTemplate = new Map(templates.flatMap(({ template, from }) => (from === undefined ? [] : [[template, domainOf(from.address)] as const])))
  const transactional = new Set((workspace?.topics ?? []).flatMap(({ topic, transactional: is }) => (is === true ? topic : [])))
  return { domainOf: (template) => byTemplate.get(template ?? '') ?? own, isTransactional: (topic) => transactional.has(topic) }
}

function messageView(message: StoredMessage, userId: string | null, senders: Senders): MessageView {
  const { key, subscriber, channel, journey, step, status, decidedAt, attempts } = message
  const { template = null, finishedAt = null, reason = null } = message
  const { topic = null } = JSON.parse(message.effect) as { readonly topic?: string }
  const domain = message.domain ?? (channel === 'email' ? senders.domainOf(message.template) : undefined) ?? null
  const purpose = topic === null || senders.isTransactional(topic) ? 'transactional' : 'advertising'
  const { address = null, subject = null } = message.archived ?? {}
  const about = { topic, domain, purpose, address, subject } as const
  return { key, subscriber, userId, channel, journey, step, template, ...about, status, decidedAt, finishedAt, attempts, reason }
}

/** What is asked about once a switch is lifted waits for no instant. */
function waitingView(message: StoredMessage): WaitingView {
  const { key, channel, journey, step, template = null, decidedAt, dueAt, attempts, reason = null } = message
  const until = dueAt >= never ? null : dueAt
  return { key, channel, journey, step, template, decidedAt, until, attempts, reason }
}

function waitingLine(waiting: WaitingView, at: number): TraceLine {
  const { channel, template, journey, step, until, attempts, reason } = waiting
  const what = `${template === null ? channel : `${channel} ${template}`} of ${journey}, ${step}`
  const tried = attempts === 0 ? '' : `, tried ${attempts === 1 ? 'once' : `${attempts} times`}`
  const rest = `${until === null ? '' : ` until ${new Date(until).toISOString()}`}${tried}${reason === null ? '' : `: ${reason}`}`
  return { at, kind: 'waiting', text: `${new Date(at).toISOString()}  ${what} waits${rest}`, name: 'waiting', decision: null, waiting }
}

function inputLine(line: LogLine, input: Input | undefined): TraceLine {
  const text = input === undefined ? `${new Date(line.receivedAt).toISOString()}  > ${line.name}` : inputText(input)
  return { at: line.receivedAt, kind: 'input', text, name: line.name, decision: null }
}

function decisionLine(decision: Decision): TraceLine {
  return { at: decision.at, kind: 'decision', text: decisionText(decision), name: decision.kind, decision }
}

/** Both are in order already; at one instant what happened comes before what was decided because of it. */
function mergeByTime(inputs: readonly TraceLine[], decisions: readonly TraceLine[]): TraceLine[] {
  return [...inputs, ...decisions]
    .map((line, index) => ({ line, index }))
    .sort((one, other) => one.line.at - other.line.at || one.index - other.index)
    .map(({ line }) => line)
}
