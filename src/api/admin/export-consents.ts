// Every word about consent of everybody, with its evidence, one line each: as proof, or to take along. A page of people is in memory at a time.
// It changes nothing.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import type { Decision } from '../../model/decision.ts'
import type { AdminParts } from './admin-route.ts'
import { named } from './named.ts'

const text = z.string().nullable()

/** One line. Newer versions may add keys; none is renamed or removed. */
export const exportedConsent = named('ExportedConsent', {
  subscriber: z.int(),
  userId: text,
  at: z.string().describe('When it was recorded, ISO 8601'),
  what: z.string().describe('topic, no taken back, tracking, asked, not asked, confirmed, not confirmed, mail pause, suppressed or suppression lifted'),
  topic: text,
  channel: text,
  given: z.boolean().nullable().describe('Yes or no; null for what is neither'),
  reason: text.describe('Who said it, or why it was not done'),
  saidAt: text.describe('When it was said, where it was recorded later'),
  address: text,
  page: text,
  ip: text,
  agent: text,
  wording: text,
  askedAt: text.describe('For a double opt-in: when it was asked for'),
  askedPage: text,
  askedIp: text,
  askedAgent: text,
  question: text.describe('The key of the mail that asked'),
})
type Line = z.output<typeof exportedConsent>

const kinds: ReadonlySet<Decision['kind']> = new Set([
  ...(['topic', 'no taken back', 'tracking', 'asked', 'not asked', 'confirmed', 'not confirmed', 'mail pause', 'suppressed', 'suppression lifted'] as const),
])
const columns = Object.keys(exportedConsent.shape) as readonly (keyof Line)[]
/** Read in one go; then others have their turn, also where nothing was found. */
const people = 50

/** Whether a decision is a word about consent, or says what became of one. */
export function isAboutConsent({ kind }: Decision): boolean {
  return kinds.has(kind)
}

/** The pieces of a JSON or CSV text, by person and oldest first. */
export async function* exportConsents(store: AdminParts['store'], format: 'json' | 'csv'): AsyncGenerator<string> {
  const isCsv = format === 'csv'
  yield isCsv ? `${columns.join(',')}\r\n` : '{"format":"oncue-consents-1","consents":['
  let isFirst = true
  for (let after = 0; ; ) {
    const numbers = await store.subscribersAfter(after, people)
    let piece = ''
    for (const number of numbers) {
      for (const line of await linesOf(store, number)) {
        piece += isCsv ? `${columns.map((column) => cellOf(line[column])).join(',')}\r\n` : `${isFirst ? '' : ','}\n${JSON.stringify(line)}`
        isFirst = false
      }
    }
    if (piece !== '') yield piece
    await nextTurn()
    const last = numbers.at(-1)
    if (last === undefined) break
    after = last
  }
  if (!isCsv) yield '\n]}'
}

async function linesOf(store: AdminParts['store'], subscriber: number): Promise<readonly Line[]> {
  const decisions = (await store.decisions(subscriber, Number.MAX_SAFE_INTEGER)).filter(isAboutConsent)
  if (decisions.length === 0) return []
  const identities = await store.identitiesOf(subscriber)
  const userId = identities.find((identity) => identity.startsWith('u:'))?.slice(2) ?? null
  return decisions.map((decision) => lineOf(decision, { subscriber, userId }))
}

function lineOf(decision: Decision, who: Pick<Line, 'subscriber' | 'userId'>): Line {
  const { kind, at } = decision
  const evidence = 'evidence' in decision ? decision.evidence : undefined
  const { asked } = evidence ?? {}
  const isTopic = kind === 'topic' || kind === 'asked' || kind === 'confirmed'
  return {
    ...who,
    at: instant(at),
    what: kind,
    topic: isTopic ? decision.topic : kind === 'not asked' ? decision.topics.join(' ') : null,
    channel: kind === 'topic' ? (decision.channel ?? 'email') : kind === 'asked' || kind === 'confirmed' ? 'email' : null,
    given: kind === 'topic' ? decision.subscribed : kind === 'tracking' ? decision.allowed : null,
    reason: reasonOf(decision),
    saidAt: evidence?.at === undefined ? null : instant(evidence.at),
    address: evidence?.address ?? null,
    page: evidence?.page ?? null,
    ip: evidence?.ip ?? null,
    agent: evidence?.agent ?? null,
    wording: evidence?.wording ?? null,
    askedAt: asked === undefined ? null : instant(asked.at),
    askedPage: asked?.page ?? null,
    askedIp: asked?.ip ?? null,
    askedAgent: asked?.agent ?? null,
    question: 'ask' in decision ? decision.ask : null,
  }
}

function reasonOf(decision: Decision): string | null {
  if (decision.kind === 'mail pause') return decision.until === undefined ? 'ended' : `until ${instant(decision.until)}`
  if (decision.kind === 'topic' || decision.kind === 'tracking' || decision.kind === 'no taken back') return decision.reason ?? null
  return 'because' in decision && typeof decision.because === 'string' ? decision.because : null
}

function instant(at: number): string {
  return new Date(at).toISOString()
}

/** RFC 4180. What a spreadsheet would take for a formula is marked as text: pages and browsers say what strangers want them to. */
function cellOf(value: Line[keyof Line]): string {
  if (value === null) return ''
  const cell = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
