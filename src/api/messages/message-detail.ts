// One message as the team sees it: what it was, why it was sent, and what came back. Reads only.

import { messageStory } from '../../insight/message-story.ts'
import { programInForce } from '../../insight/program-in-force.ts'
import { type Teller, tellerOf } from '../../insight/telling.ts'
import type { ArchivedLine } from '../../model/archived-message.ts'
import { skipReasons } from '../../model/decision.ts'
import type { Effect } from '../../model/effect.ts'
import { isReportEvent } from '../../model/event.ts'
import { readOutcome } from '../../model/read-sentence.ts'
import { outside, type Said } from '../../model/said.ts'
import { arrivalOf } from '../../runtime/log-entry.ts'
import { readPublications } from '../../runtime/publishing/published.ts'
import { templateVersions, versionAt } from '../../runtime/publishing/template-versions.ts'
import { unpackLinks } from '../../runtime/sending/link-map.ts'
import { heldReason, isHeldBack } from '../../runtime/stopping/stop-switches.ts'
import type { Delivery, Store } from '../../runtime/store.ts'
import { withoutOwnLinks } from './own-links.ts'

type Reading = Pick<Store, 'identitiesOf' | 'decisions' | 'load' | 'history' | 'setting' | 'archived'>

/** Decisions and lines of the person's log that are looked through, newest first. */
const lookedThrough = 10_000

/** A line of the list. */
export async function messageLine(delivery: Delivery & { readonly archived: ArchivedLine | undefined }, store: Pick<Store, 'identitiesOf' | 'setting'>) {
  const { key, subscriber, channel, journey, step, status, decidedAt, attempts } = delivery
  const { template = null, finishedAt = null, reason = null, archived = null } = delivery
  const userId = (await store.identitiesOf(subscriber)).find((identity) => identity.startsWith('u:'))?.slice(2) ?? null
  const { journeyVersion = 0 } = JSON.parse(delivery.effect) as Partial<Effect>
  const named = { key, subscriber, userId, channel, journey, journeyVersion, step, template, status, decidedAt, finishedAt, attempts, reason }
  // What is stopped waits for people, and a popup for a visit: nobody knows until when.
  const waitsForTime = status === 'waiting' && reason !== null && channel !== 'popup' && !isHeldBack(delivery)
  const waitsUntil = waitsForTime ? delivery.dueAt : null
  const notSent = status === 'refused' ? (skipReasons.find((one) => reason?.startsWith(`${one}:`)) ?? null) : null
  const said = reason === null ? null : toldReason(plainReason(reason, notSent), tellerOf(await programInForce(store)))
  return {
    ...named,
    waitsUntil,
    notSent,
    said,
    reports: delivery.reports === undefined ? {} : (JSON.parse(delivery.reports) as Record<string, number>),
    archived,
  }
}

/** What a way out said, or what the engine decided. */
function toldReason(reason: string, teller: Teller): Said {
  const told = readOutcome(reason)
  const decided = told.code === 'plain' || told.code === 'outside' ? teller.reason(reason) : told
  return decided.code === 'plain' ? told : decided
}

/** Without what stands before it in the list. */
function plainReason(reason: string, notSent: string | null): string {
  if (notSent !== null) return reason.slice(`${notSent}: `.length)
  return reason.startsWith(heldReason) ? reason.slice(heldReason.length) : reason
}

/** The whole of it. */
export async function messageDetail(delivery: Delivery, store: Reading) {
  const archived = await store.archived(delivery.key)
  const { enrollment } = JSON.parse(delivery.effect) as Partial<Effect>
  const [line, decisions, cameBack, publications, program, versions] = await Promise.all([
    messageLine({ ...delivery, archived: archived && lineOf(archived) }, store),
    store.decisions(delivery.subscriber, lookedThrough),
    reportsAbout(delivery, store),
    readPublications(store),
    programInForce(store),
    delivery.template === undefined ? [] : templateVersions(store, delivery.template),
  ])
  const publication = publications.findLast(({ at }) => at <= (delivery.attemptedAt ?? delivery.decidedAt))
  return {
    ...line,
    enrollment: enrollment ?? null,
    publication: publication?.number ?? null,
    answer: delivery.answer ?? null,
    // Made once and kept: what is handed over again later is what was made then.
    templateVersion: archived === undefined ? null : (versionAt(versions, archived.at)?.version ?? null),
    why: messageStory(decisions, { ...delivery, enrollment }, program),
    cameBack,
    links: unpackLinks(delivery.links).map(({ target, label }) => ({ target: withoutOwnLinks(target), label, clicks: clicksOn(label, cameBack) })),
  }
}

function lineOf({ at, purpose, address, subject, form, kept, bytes }: ArchivedLine): ArchivedLine {
  return { at, purpose, address, subject, form, kept, bytes }
}

export interface CameBack {
  readonly at: number
  readonly what: string
  readonly by: string | null
  readonly rule: string | null
  readonly link: string | null
  readonly hard: boolean | null
  readonly status: string | null
  readonly reason: string | null
  readonly said: Said | null
}

/** Every report, oldest first, as it stands in the person's log. */
async function reportsAbout({ key, subscriber }: Delivery, store: Reading): Promise<CameBack[]> {
  const [stored] = await store.load([subscriber])
  if (stored === undefined || stored.head === 0) return []
  const found: CameBack[] = []
  for (const entry of await store.history(stored.head, lookedThrough)) {
    if (!isReportEvent(entry.name)) continue
    const event = arrivalOf(entry)?.event
    if (event?.properties['message'] !== key) continue
    const text = (name: string): string | null => (typeof event.properties[name] === 'string' ? event.properties[name] : null)
    const { hard } = event.properties
    const what = event.name.replace('Message ', '').toLowerCase()
    const told = { by: text('by'), rule: text('rule'), link: text('link'), status: text('status'), reason: text('reason') }
    found.push({ at: event.occurredAt, what, ...told, said: what === 'bounced' ? saidOfBounce(told) : null, hard: typeof hard === 'boolean' ? hard : null })
  }
  return found.sort((one, other) => one.at - other.at)
}

/** What was said, else the code alone. Words of which nobody knows what they mean are read by their code. */
function saidOfBounce({ status, reason }: Pick<CameBack, 'status' | 'reason'>): Said | null {
  if (reason === null) return status === null ? null : outside(status)
  const said = outside(reason)
  const byCode = said.code === 'plain' && status !== null ? outside(status) : said
  return byCode.code === 'outside' ? { ...byCode, values: { ...byCode.values, words: reason } } : said
}

function clicksOn(label: string, cameBack: readonly CameBack[]) {
  const by = (visitor: string): number => cameBack.filter(({ what, link, by: who }) => what === 'clicked' && link === label && who === visitor).length
  return { human: by('human'), proxy: by('proxy'), machine: by('machine') }
}
