// What made-up people, their mail programs and the scanners of their companies do with a message that reached them. Decided by a hash of nothing but the message's own key and who the
// reader is, so the same demo is the same each time. The shares are those that shops of this kind see: half of what is opened is opened by machines.

import type { Report } from '../../model/report.ts'
import { type Seeded, seeded } from './seeded.ts'

export type Reaction = {
  /** After the message was handed over. */
  readonly afterMs: number
} & (
  | { readonly kind: 'opened' | 'clicked'; readonly by: 'human' | 'proxy' | 'machine'; readonly rule: string }
  | { readonly kind: 'bounced'; readonly hard: boolean; readonly status: string; readonly reason: string }
  | { readonly kind: 'complained' | 'closed' }
  | { readonly kind: 'unsubscribed' }
  /** Comes back to the shop and buys what was left, or puts it into the cart. */
  | { readonly kind: 'returned' }
)

export interface Received {
  readonly key: string
  /** None for a popup. */
  readonly template: string | undefined
  /** Who got it. */
  readonly reader: number
}

const minuteMs = 60_000

/** How many read a mail of this kind, of those who read it how many click, and of those how many come back to buy. */
const habits: Readonly<Record<string, readonly [read: number, click: number, buy: number]>> = {
  'cart-reminder': [0.46, 0.22, 0.42],
  'cart-offer': [0.44, 0.3, 0.62],
  'cart-today': [0.4, 0.17, 0.44],
  'browse-reminder': [0.45, 0.36, 0.72],
  'win-back': [0.3, 0.16, 0.5],
  'back-in-stock': [0.7, 0.3, 0.7],
  welcome: [0.52, 0.13, 0],
}
const otherHabits = [0.35, 0.1, 0] as const

/** In order of time. */
export function reactionsTo({ key, template, reader }: Received): readonly Reaction[] {
  const chance = seeded(hashOf(key))
  if (template === undefined) return reactionsToPopup(chance)
  const own = seeded(reader * 40_503 + 11)
  if (own.is(0.009)) return [{ kind: 'bounced', afterMs: minuteMs, hard: true, status: '5.1.1', reason: 'No such person here' }]
  if (chance.is(0.004)) return [{ kind: 'bounced', afterMs: minuteMs, hard: false, status: '4.2.2', reason: 'The mailbox is full' }]
  const [read, click, buy] = habits[template] ?? otherHabits
  const client = own.next()
  const reactions: Reaction[] = fetchedBy(client, chance)
  if (chance.is(0.0012)) return [...reactions, { kind: 'complained', afterMs: 20 * minuteMs + chance.span(90 * minuteMs) }]
  if (!chance.is(read)) return reactions
  const openedAfterMs = 4 * minuteMs + chance.span(150 * minuteMs)
  if (client >= 0.34) {
    const by = client < 0.62 ? ({ by: 'proxy', rule: 'image-proxy' } as const) : ({ by: 'human', rule: 'none' } as const)
    reactions.push({ kind: 'opened', afterMs: openedAfterMs, ...by })
  }
  if (chance.is(0.009)) return [...reactions, { kind: 'unsubscribed', afterMs: openedAfterMs + chance.between(9_000, 60_000) }]
  if (!chance.is(click)) return reactions
  const clickedAfterMs = openedAfterMs + chance.between(5_000, 90_000)
  reactions.push({ kind: 'clicked', afterMs: clickedAfterMs, by: 'human', rule: 'none' })
  if (chance.is(buy)) reactions.push({ kind: 'returned', afterMs: clickedAfterMs + chance.between(2_000, 9_000) })
  return reactions
}

/** What is done before anybody reads: Apple's programs fetch every picture, and scanners of companies follow links to see where they lead. */
function fetchedBy(client: number, chance: Seeded): Reaction[] {
  if (client < 0.34) return [{ kind: 'opened', afterMs: chance.between(30_000, 15 * minuteMs), by: 'machine', rule: 'apple-privacy' }]
  if (client < 0.94) return []
  const at = chance.between(400, 1_800)
  return [
    { kind: 'opened', afterMs: at, by: 'machine', rule: 'too-soon' },
    { kind: 'clicked', afterMs: at + 100, by: 'machine', rule: 'too-soon' },
  ]
}

/** It is on the page at once, and most close it. */
function reactionsToPopup(chance: Seeded): readonly Reaction[] {
  const shown = { kind: 'opened', afterMs: 400, by: 'human', rule: 'told by the page' } as const
  return chance.is(0.7) ? [shown, { kind: 'closed', afterMs: chance.between(2_000, 20_000) }] : [shown]
}

/** The report of one that is reported; undefined for what people do in the shop or at a link of their own. */
export function reportOf(reaction: Reaction, about: { readonly key: string; readonly at: number; readonly link: string }): Report | undefined {
  const base = { id: `${reaction.kind}${'by' in reaction ? ` ${reaction.by}` : ''}:${about.key}`, at: about.at }
  switch (reaction.kind) {
    case 'opened':
      return { ...base, kind: 'opened', by: reaction.by, rule: reaction.rule }
    case 'clicked':
      return { ...base, kind: 'clicked', by: reaction.by, rule: reaction.rule, link: about.link }
    case 'bounced':
      return { ...base, kind: 'bounced', hard: reaction.hard, status: reaction.status, reason: reaction.reason }
    case 'complained':
    case 'closed':
      return { ...base, kind: reaction.kind }
    case 'unsubscribed':
    case 'returned':
      return undefined
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
