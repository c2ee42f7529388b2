// Which findings are alerts, and since when: one for each cause, however often it is found. What comes and goes within minutes becomes none, what is gone
// for a while is over, and what flickers is told once. It judges what it is given and knows no clock.

import type { Attention, AttentionKind } from './attention.ts'

export interface Alert {
  /** kind and about: the cause. */
  readonly id: string
  readonly kind: AttentionKind
  readonly about: string | null
  readonly count: number | null
  readonly because: string | null
  /** new: found, and not for long enough to be told · open · over. */
  readonly state: 'new' | 'open' | 'over'
  /** When it was found first, and last. */
  readonly since: number
  readonly seenAt: number
  readonly overAt: number | null
  readonly acknowledged: { readonly by: string; readonly at: number } | null
  /** When somebody was told of it. */
  readonly toldAt: number | null
}

/** What was found; how it is said does not matter here. */
type Finding = Omit<Attention, 'said'>

export interface Looked {
  readonly alerts: readonly Alert[]
  /** Those to tell of: that opened, and that are over. */
  readonly opened: readonly Alert[]
  readonly ended: readonly Alert[]
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** What is found has to be so for as long before anybody is told. */
const confirmMs = 2 * minuteMs
/** What is no longer found is over after this. */
const overMs = 10 * minuteMs
/** The same cause is told again after this at the earliest. */
const quietMs = 6 * hourMs
/** What is over is kept for so long. */
const keptMs = 14 * 24 * hourMs
const keptAlerts = 500

/** What the team itself did is no alert. */
const chosen: ReadonlySet<AttentionKind> = new Set(['paused', 'stop', 'allowed', 'choice'])
/** Whose reasons quote others: a mail server of a recipient, whoever sends events, the place a feed comes from. */
const quoting: ReadonlySet<AttentionKind> = new Set(['failed', 'dead-letters', 'feed', 'resting'])
/** What is so as soon as it is found. */
const certain: ReadonlySet<AttentionKind> = new Set(['guard', 'domain', 'refused', 'feed', 'journey-above', 'journey-below'])

/** The alerts after a look. */
export function lookAgain(before: readonly Alert[], found: readonly Finding[], now: number): Looked {
  const known = new Map(before.map((alert) => [alert.id, alert]))
  const opened: Alert[] = []
  const ended: Alert[] = []
  const next = new Map<string, Alert>()
  for (const finding of found) {
    if (chosen.has(finding.kind)) continue
    const alert = foundAgain(known.get(idOf(finding)), finding, now)
    const isNew = alert.state === 'open' && known.get(alert.id)?.state !== 'open'
    const mayTell = alert.toldAt === null || now - alert.toldAt >= quietMs
    const told = isNew && mayTell ? { ...alert, toldAt: now } : alert
    if (isNew && mayTell) opened.push(told)
    next.set(alert.id, told)
  }
  for (const alert of before) {
    if (next.has(alert.id)) continue
    if (alert.state === 'over') {
      if (now - (alert.overAt ?? now) < keptMs) next.set(alert.id, alert)
      continue
    }
    // What never was an alert leaves nothing behind.
    if (now - alert.seenAt < overMs) next.set(alert.id, alert)
    else if (alert.state === 'open') {
      const over: Alert = { ...alert, state: 'over', overAt: now, because: null }
      next.set(alert.id, over)
      if (alert.toldAt !== null && alert.toldAt >= alert.since) ended.push(over)
    }
  }
  return { alerts: inOrder([...next.values()]), opened, ended }
}

function foundAgain(known: Alert | undefined, finding: Finding, now: number): Alert {
  const { kind, about, count, because } = finding
  const plain = { id: idOf(finding), kind, about, count, because, seenAt: now, overAt: null }
  // Whoever writes a file saves it half done, too.
  const isCertain = certain.has(kind) && (kind !== 'refused' || about === null)
  if (known === undefined || known.state === 'over') {
    return { ...plain, state: isCertain ? 'open' : 'new', since: now, acknowledged: null, toldAt: known?.toldAt ?? null }
  }
  const { since, acknowledged, toldAt } = known
  return { ...plain, state: known.state === 'open' || isCertain || now - since >= confirmMs ? 'open' : 'new', since, acknowledged, toldAt }
}

/** Open ones first, the newest first among them. */
function inOrder(alerts: readonly Alert[]): readonly Alert[] {
  const rank = { open: 0, new: 1, over: 2 } as const
  return [...alerts].sort((one, other) => rank[one.state] - rank[other.state] || other.since - one.since || (one.id < other.id ? -1 : 1)).slice(0, keptAlerts)
}

function idOf({ kind, about }: Pick<Attention, 'kind' | 'about'>): string {
  return about === null ? kind : `${kind} ${about}`
}

/** Somebody knows of it. Undefined where there is no such alert. */
export function acknowledge(alerts: readonly Alert[], id: string, by: { readonly by: string; readonly at: number }): readonly Alert[] | undefined {
  if (!alerts.some((alert) => alert.id === id && alert.state !== 'over')) return undefined
  return alerts.map((alert) => (alert.id === id ? { ...alert, acknowledged: by } : alert))
}

/** The reason that mails and calls may give: none that quotes a stranger, who would so write to the team in the workspace's name. The console shows it as what it is. */
export function reasonToTell({ kind, because }: Pick<Alert, 'kind' | 'because'>): string | null {
  return quoting.has(kind) ? null : because
}

/** The cause in words. */
export function alertWords({ kind, about, count }: Pick<Alert, 'kind' | 'about' | 'count'>): string {
  const what = about ?? ''
  const many = (count ?? 0).toLocaleString('en')
  const one = count === 1
  const words: Readonly<Record<AttentionKind, string>> = {
    guard: `the guard paused the journey ${what}`,
    late: one ? '1 message is due and does not leave' : `${many} messages are due and do not leave`,
    stuck: one ? '1 person waits for a step that is overdue' : `${many} people wait for a step that is overdue`,
    resting: `nothing leaves by the way out ${what}: every try fails`,
    'source-silent': 'no events arrive any more',
    'event-silent': `the event ${what} stopped arriving`,
    'journey-silent': `the journey ${what} sends nothing any more`,
    'journey-above': `far more people than expected enter ${what}`,
    'journey-below': `far fewer people than expected enter ${what}`,
    failed: `${one ? '1 message' : `${many} messages`} of ${what} could not be made or sent`,
    bounces: `more mails come back than before: ${many} since yesterday`,
    domain: `advertising from ${what} is held back`,
    refused: about === null ? 'what was saved last could not be published' : `what was saved of ${what} has a mistake, so what was before stays in force`,
    feed: `the feed of ${what} could not be taken`,
    'dead-letters': `${one ? '1 event was' : `${many} events were`} refused within a day`,
    choice: `${one ? '1 person waits' : `${many} people wait`} for somebody to choose in ${what}`,
    paused: `the journey ${what} is paused`,
    allowed: `${many} times as much as usual is allowed for the journey ${what}`,
    stop: `a stop switch is on: ${what}`,
  }
  return words[kind]
}
