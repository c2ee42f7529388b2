// The watch over sending domains, in the single writer: after a commit that counted bounces or complaints it judges the domain, and slows or stops what
// advertises from it, or lets it go on. What it did is kept with the workspace and in the audit log. A restart looks at everything anew.

import { usualWatch } from '../../engine/policies/compile-domains.ts'
import { type Judgement, judge, type Tally } from '../../engine/policies/reputation.ts'
import type { JsonObject } from '../../model/json.ts'
import { isSameScope, type Stop, type StopScope } from '../../model/stop.ts'
import { changeStops, type StopChange } from '../stopping/stop-switches.ts'
import type { Ledger } from '../writing/ledger.ts'
import { type KeptWatch, scheduleName, watchSetting } from './domain-watcher.ts'
import type { Slowed } from './sending-book.ts'

/** What ends by itself is looked at so often at least, when anything is committed at all. */
const lookAgainMs = 15 * 60_000

export interface Watched {
  /** The switches that are on from now on, when the watch changed any. */
  readonly stops: readonly Stop[] | undefined
  readonly hasLifted: boolean
  /** What it did, in words for the log. */
  readonly did: readonly string[]
}

const nothing: Watched = { stops: undefined, hasLifted: false, did: [] }

/** Judges what is to be judged. Called after a commit; what fails here is done again after the next one. */
export async function watchDomains(ledger: Ledger, now: number): Promise<Watched> {
  const { watcher } = ledger
  const isTime = now - watcher.lookedAt >= lookAgainMs
  if (watcher.unjudged.size === 0 && !isTime) return nothing
  const done: Done[] = []
  const domains = new Set([...watcher.unjudged, ...(isTime ? spared(ledger) : [])])
  for (const domain of domains) {
    const one = await judgeDomain(ledger, domain, now)
    if (one !== undefined) done.push(one)
    watcher.unjudged.delete(domain)
  }
  if (isTime) {
    await noteWarm(ledger, now)
    watcher.lookedAt = now
  }
  if (done.length === 0) return nothing
  return {
    stops: done.some(({ did }) => did === 'stop' || did === 'resume') ? ledger.program.stops : undefined,
    hasLifted: done.some(({ did }) => did === 'resume'),
    did: done.map(({ words }) => words),
  }
}

/** The domains that something is held back from, by the watch. */
function spared({ watcher, program }: Ledger): readonly string[] {
  const stopped = program.stops.flatMap(({ scope, by }) => (by === 'watch' && 'domain' in scope ? scope.domain : []))
  return [...Object.keys(watcher.kept.slowed), ...stopped]
}

interface Done {
  readonly did: 'slow' | 'stop' | 'resume' | 'go on'
  readonly words: string
}

async function judgeDomain(ledger: Ledger, domain: string, now: number): Promise<Done | undefined> {
  const { watcher, program } = ledger
  const watch = program.policy.domains.has(domain) ? program.policy.domains.get(domain)?.watch : usualWatch
  const scope: StopScope = { domain, purpose: 'advertising' }
  const stop = program.stops.find((one) => isSameScope(one.scope, scope))
  const slowed = watcher.kept.slowed[domain]
  const judgement: Judgement =
    watch === undefined
      ? { level: 'fine' }
      : judge(watch, tallyOf(ledger, domain, { since: Math.max(now - watch.withinMs, watcher.kept.since[domain] ?? 0), now }))
  switch (judgement.level) {
    case 'stop': {
      if (stop !== undefined) return undefined
      const { because } = judgement
      const lifts = watch?.lifts === 'when clean' ? ({ lifts: 'when clean' } as const) : {}
      await changeStops(ledger, { stop: { scope, because, since: now, by: 'watch', ...lifts } }, now)
      if (slowed !== undefined) await keepSlowed(ledger, domain, undefined)
      return note(ledger, now, { domain, because }, { did: 'stop', words: `advertising from ${domain} is stopped: ${because}` })
    }
    case 'slow': {
      if (stop !== undefined || slowed !== undefined) return undefined
      const { because, perHour } = judgement
      await keepSlowed(ledger, domain, { since: now, perHour, because })
      const words = `advertising from ${domain} is slowed to ${perHour} mails an hour: ${because}`
      return note(ledger, now, { domain, because, perHour }, { did: 'slow', words })
    }
    case 'fine': {
      if (slowed !== undefined) {
        await keepSlowed(ledger, domain, undefined)
        return note(ledger, now, { domain }, { did: 'go on', words: `advertising from ${domain} goes on as before` })
      }
      if (stop?.by !== 'watch' || stop.lifts === undefined) return undefined
      await changeStops(ledger, { resume: scope }, now)
      return note(ledger, now, { domain }, { did: 'resume', words: `advertising from ${domain} goes on: its window is clean` })
    }
  }
}

/** What was counted, without what is still being handed over: it may yet come back, and counts when it has left. */
function tallyOf({ watcher, underway }: Ledger, domain: string, { since, now }: { readonly since: number; readonly now: number }): Tally {
  const tally = watcher.book.tally(domain, since, now)
  let open = 0
  for (const delivery of underway.values()) if (delivery.domain === domain) open += 1
  return { ...tally, sent: tally.sent - open }
}

/** Switches on or off. Whoever lets a domain go on by hand begins a new window of its watch. */
export async function switchStops(ledger: Ledger, change: StopChange, now: number): Promise<readonly Stop[]> {
  if (change !== 'ask again' && 'resume' in change && 'domain' in change.resume) {
    await beginAnew(ledger, change.resume.domain, now)
    ledger.journeys.book.forgetReturns()
  }
  return changeStops(ledger, change, now)
}

/** What was before counts no more. */
async function beginAnew(ledger: Ledger, domain: string, now: number): Promise<void> {
  const { kept } = ledger.watcher
  const { [domain]: _, ...slowed } = kept.slowed
  await keep(ledger, { ...kept, slowed, since: { ...kept.since, [domain]: now } })
}

async function keepSlowed(ledger: Ledger, domain: string, slowed: Slowed | undefined): Promise<void> {
  const { kept } = ledger.watcher
  const { [domain]: _, ...others } = kept.slowed
  await keep(ledger, { ...kept, slowed: slowed === undefined ? others : { ...others, [domain]: slowed } })
}

/** Once a schedule has come to its end it is over for good. */
async function noteWarm(ledger: Ledger, now: number): Promise<void> {
  const { watcher, program } = ledger
  const ended = [...program.policy.domains].flatMap(([domain, { warmUp }]) => {
    if (warmUp === undefined || watcher.kept.warm.includes(scheduleName(domain, warmUp))) return []
    return watcher.book.warmUp(domain, warmUp, now) === undefined ? [scheduleName(domain, warmUp)] : []
  })
  if (ended.length > 0) await keep(ledger, { ...watcher.kept, warm: [...watcher.kept.warm, ...ended].slice(-100) })
}

async function keep(ledger: Ledger, kept: KeptWatch): Promise<void> {
  await ledger.store.setSetting(watchSetting, kept as unknown as JsonObject)
  ledger.watcher.kept = kept
}

async function note(ledger: Ledger, at: number, details: JsonObject, done: Done): Promise<Done> {
  const audit = [{ at, admin: 'oncue', through: 'watch', did: `${done.did} advertising`, subscriber: undefined, details: JSON.stringify(details) }] as const
  const empty = { log: [], subscribers: [], identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] }
  await ledger.store.commit({ ...empty, audit })
  return done
}
