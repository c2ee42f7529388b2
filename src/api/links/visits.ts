// Sees who opens mails and follows their links, and reports it. A click is held for a moment before it is judged: whether a machine follows
// every link of a mail shows only with the next ones. Nobody waits for that: the answer has gone out by then. What is held when the server
// stops is judged and reported first.

import { createHash } from 'node:crypto'
import { limits } from '../../model/limits.ts'
import { unpackLinks } from '../../runtime/sending/link-map.ts'
import type { Delivery } from '../../runtime/store.ts'
import type { ReactionClaim } from './reaction-token.ts'
import { createVisitReports, type VisitReport, type VisitReportsOptions } from './visit-reports.ts'
import { type Visit, visitorOf } from './visitor.ts'

/** What is seen of a request. */
export interface Seen extends Pick<Visit, 'method' | 'agent' | 'purpose'> {
  readonly claim: ReactionClaim
}

export interface Visits {
  /** Notes a request for a link or the picture of a message. */
  note(delivery: Delivery, seen: Seen): void
  /** Judges and reports what is held; resolves when it is kept. */
  flush(): Promise<void>
}

/** How long a click is held at least. */
export const heldMs = 1_500
const togetherMs = 1_000
/** Clicks are judged at multiples of this, so that what is reported of them is committed together. */
const judgeEveryMs = 100
/** How long a visitor that fell into the trap is remembered, and how many of them. */
const trappedMs = 600_000
const mostTrapped = 10_000
/** The same visitor doing the same thing again within this time is one visit. */
const repeatMs = 60_000

type Click = Seen & { readonly at: number }

/** A desk with nothing on it. */
export function createVisits(options: VisitReportsOptions): Visits {
  const { clock } = options
  const held = new Map<string, { readonly delivery: Delivery; readonly clicks: Click[]; readonly cancel: () => void }>()
  /** Until when a visitor of a message counts as trapped, the longest remembered first. */
  const trapped = new Map<string, number>()
  const reports = createVisitReports(options)

  const judge = (key: string): void => {
    const batch = held.get(key)
    if (batch === undefined) return
    held.delete(key)
    batch.cancel()
    const { delivery, clicks } = batch
    const links = unpackLinks(delivery.links)
    for (const click of clicks) if (click.claim.link === 'trap') remember(visitorKey(key, click), click.at + trappedMs)
    const together = clicks.map(({ at }) => linksFrom(clicks, at))
    for (const click of clicks) {
      const visit: Visit = {
        ...baseOf(delivery, click),
        kind: 'clicked',
        isTrapped: isTrapped(key, click),
        linksAtOnce: mostAtOnce(clicks, together, click),
        links: links.length,
      }
      const { by, rule } = visitorOf(visit)
      const link = click.claim.link === 'trap' ? '(a link that no person sees)' : (links[Number(click.claim.link)]?.label ?? '')
      reports.now(delivery, { id: idOf(delivery, click, by), at: click.at, kind: 'clicked', by, rule, link })
    }
  }

  const remember = (visitor: string, until: number): void => {
    trapped.delete(visitor)
    trapped.set(visitor, until)
    const [oldest] = trapped.size > mostTrapped ? trapped.keys() : []
    if (oldest !== undefined) trapped.delete(oldest)
  }

  const isTrapped = (key: string, seen: Click): boolean => (trapped.get(visitorKey(key, seen)) ?? 0) > seen.at

  return {
    note(delivery, seen) {
      const at = clock.now()
      const { key } = delivery
      if (seen.claim.link === 'open') {
        const visit: Visit = { ...baseOf(delivery, { ...seen, at }), kind: 'opened', isTrapped: isTrapped(key, { ...seen, at }), linksAtOnce: 0, links: 0 }
        const { by, rule } = visitorOf(visit)
        const said: VisitReport = { id: idOf(delivery, { ...seen, at }, by), at, kind: 'opened', by, rule }
        return reports.now(delivery, said)
      }
      const batch = held.get(key)
      if (batch !== undefined) hold(batch.clicks, { ...seen, at })
      else held.set(key, { delivery, clicks: [{ ...seen, at }], cancel: clock.at(nextJudgement(at + heldMs), () => judge(key)) })
    },
    async flush() {
      for (const key of [...held.keys()]) judge(key)
      await reports.flush()
    },
  }
}

function baseOf(delivery: Delivery, { method, agent, purpose, at }: Click): Pick<Visit, 'method' | 'agent' | 'purpose' | 'sinceSentMs'> {
  return { method, agent, purpose, sinceSentMs: at - (delivery.finishedAt ?? delivery.attemptedAt ?? delivery.decidedAt) }
}

function visitorKey(message: string, { agent }: Click): string {
  return `${agent}\n${message}`
}

/** A repetition says nothing new. */
function hold(clicks: Click[], click: Click): void {
  const { agent, method, purpose } = click
  const isKnown = clicks.some((one) => one.claim.link === click.claim.link && one.agent === agent && one.method === method && one.purpose === purpose)
  if (!isKnown && clicks.length < limits.heldClicks) clicks.push(click)
}

/** How many links were followed within the second that begins at an instant. */
function linksFrom(clicks: readonly Click[], from: number): number {
  const links = new Set<ReactionClaim['link']>()
  for (const { at, claim } of clicks) if (at >= from && at - from < togetherMs && claim.link !== 'trap') links.add(claim.link)
  return links.size
}

/** The most links that were followed within one second, of all such seconds that this click lies in; `together` is how many in the one that each begins. */
function mostAtOnce(clicks: readonly Click[], together: readonly number[], click: Click): number {
  return Math.max(1, ...together.filter((_, index) => isWithin(clicks[index], click)))
}

function isWithin(first: Click | undefined, click: Click): boolean {
  return first !== undefined && first.at <= click.at && click.at - first.at < togetherMs
}

/** The same for a repetition of the same visit: a picture that is loaded again, a link that is clicked twice. */
function idOf({ key }: Delivery, { claim, agent, at }: Click, by: string): string {
  const what = `${key}\n${claim.link}\n${by}\n${agent}\n${Math.floor(at / repeatMs)}`
  return `visit-${createHash('sha256').update(what).digest('hex').slice(0, 32)}`
}

/** The first instant at or after this one at which clicks are judged. */
function nextJudgement(at: number): number {
  return Math.ceil(at / judgeEveryMs) * judgeEveryMs
}
