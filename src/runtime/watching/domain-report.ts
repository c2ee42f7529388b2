// How the sending domains stand, for whoever runs the workspace: what was counted in the window of each, what the watch did about it, and where the
// schedule of a new one is. Read from the store, beside a running server or without one.

import { compiledDomain } from '../../engine/policies/compile-domains.ts'
import type { ProgramSource } from '../../engine/program.ts'
import type { WarmUpStanding } from '../../model/domain-standing.ts'
import { isSameScope } from '../../model/stop.ts'
import { sendingDomains } from '../sending/sending-domains.ts'
import { readStops } from '../stopping/stop-switches.ts'
import type { Store } from '../store.ts'
import { readWatch, scheduleName } from './domain-watcher.ts'
import { SendingBook } from './sending-book.ts'

export interface DomainReport {
  readonly domain: string
  /** What becomes of mails that advertise; transactional ones always go. */
  readonly advertising: 'goes' | 'waits' | 'slowed' | 'stopped'
  readonly because: string | null
  /** The most advertising mails an hour while it is slowed. */
  readonly perHour: number | null
  /** What is judged: counts since an instant. */
  readonly window: { readonly since: number; readonly sent: number; readonly bounced: number; readonly complained: number }
  /** Percent from which it is slowed and stopped; null when nothing watches it. */
  readonly limits: { readonly atLeast: number; readonly complaints: SlowAndStop; readonly bounces: SlowAndStop } | null
  readonly warmUp: WarmUpStanding | null
}

interface SlowAndStop {
  readonly slow: number
  readonly stop: number
}

/** Every domain that mails come from, or came from lately. */
export async function reportDomains(
  store: Pick<Store, 'setting' | 'sendingCounts'>,
  source: Pick<ProgramSource, 'workspace' | 'templates'>,
  now: number,
): Promise<readonly DomainReport[]> {
  const [counts, kept, { stops }] = [await store.sendingCounts(0), await readWatch(store), await readStops(store)]
  const book = new SendingBook(counts)
  return [...new Set([...sendingDomains(source), ...book.domains])].map((domain): DomainReport => {
    const { warmUp, watch } = compiledDomain(source.workspace, domain)
    const since = Math.max(now - (watch?.withinMs ?? 86_400_000), kept.since[domain] ?? 0)
    const { sent, bounced, complained } = book.tally(domain, since, now)
    const slowed = kept.slowed[domain]
    const stop = stops.find(({ scope }) => isSameScope(scope, { domain, purpose: 'advertising' }) || isSameScope(scope, { domain }))
    const isWarm = warmUp === undefined || kept.warm.includes(scheduleName(domain, warmUp))
    const standing = isWarm ? undefined : book.warmUp(domain, warmUp, now)
    const waits = standing !== undefined && standing.sent >= standing.number && warmUp?.beyond === undefined
    return {
      domain,
      advertising: stop !== undefined ? 'stopped' : slowed !== undefined ? 'slowed' : waits ? 'waits' : 'goes',
      because: stop?.because ?? slowed?.because ?? null,
      perHour: stop === undefined ? (slowed?.perHour ?? null) : null,
      window: { since, sent, bounced, complained },
      limits: watch === undefined ? null : { atLeast: watch.atLeast, complaints: watch.complaints, bounces: watch.bounces },
      warmUp: standing ?? null,
    }
  })
}
