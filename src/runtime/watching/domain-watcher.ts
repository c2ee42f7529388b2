// What the writer knows of sending domains between two groups: the counts of all mails, and what the watch over them does. It only tells how they
// stand; watch-domains.ts judges.

import type { CompiledPolicy, CompiledWarmUp } from '../../engine/policies/compiled-policy.ts'
import type { DomainStanding } from '../../model/domain-standing.ts'
import type { SendingChange } from '../../model/sending-count.ts'
import type { Store } from '../store.ts'
import { SendingBook, type Slowed } from './sending-book.ts'

/** Its name among the settings of the store. */
export const watchSetting = 'domain watch'
/** Kept with the workspace. */
export interface KeptWatch {
  /** From when on a domain is judged: whoever lets it go on by hand begins a new window. */
  readonly since: Readonly<Record<string, number>>
  readonly slowed: Readonly<Record<string, Slowed>>
  /** Schedules that came to their end, as "DOMAIN FIRST-DAY". */
  readonly warm: readonly string[]
}

export const emptyWatch: KeptWatch = { since: {}, slowed: {}, warm: [] }

/** What is kept; nothing in a workspace of which no domain was ever watched. */
export async function readWatch(store: Pick<Store, 'setting'>): Promise<KeptWatch> {
  return ((await store.setting(watchSetting)) as unknown as KeptWatch | undefined) ?? emptyWatch
}

export interface DomainWatcher {
  readonly book: SendingBook
  kept: KeptWatch
  /** Domains of which something bad was reported since they were judged. */
  readonly unjudged: Set<string>
  lookedAt: number
}

/** Opens what is kept; every domain is to be judged. */
export async function openWatcher(store: Pick<Store, 'setting' | 'sendingCounts'>): Promise<DomainWatcher> {
  const book = new SendingBook(await store.sendingCounts(0))
  return { book, kept: await readWatch(store), unjudged: new Set(book.domains), lookedAt: 0 }
}

/** Counts, and remembers to judge where something bad was reported. */
export function countSending({ book, unjudged }: DomainWatcher, change: SendingChange): void {
  book.add(change)
  if (change.measure === 'bounced' || change.measure === 'complained') unjudged.add(change.domain)
}

/** How the domains stand that have to be spared at this instant; undefined when all may be used as they are. */
export function standingsOf(policy: CompiledPolicy, { book, kept }: DomainWatcher, now: number): readonly DomainStanding[] | undefined {
  const standings = new Map<string, DomainStanding>()
  for (const [domain, { warmUp }] of policy.domains) {
    if (warmUp === undefined || kept.warm.includes(scheduleName(domain, warmUp))) continue
    const standing = book.warmUp(domain, warmUp, now)
    if (standing !== undefined) standings.set(domain, { domain, warmUp: standing })
  }
  for (const [domain, slowed] of Object.entries(kept.slowed)) {
    standings.set(domain, { ...standings.get(domain), domain, slowed: book.slowed(domain, slowed, now) })
  }
  return standings.size === 0 ? undefined : [...standings.values()]
}

/** What a schedule is called once it is over: another first day makes another schedule. */
export function scheduleName(domain: string, { from }: Pick<CompiledWarmUp, 'from'>): string {
  return `${domain} ${from}`
}
