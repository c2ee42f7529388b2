// What made-up people do with a message that reached them: some open it, some click, some say that they want no more. Decided by a hash of nothing but the message's
// own key, so the same demo is the same each time.

import { seeded } from './seeded.ts'

export interface Reaction {
  readonly kind: 'opened' | 'clicked' | 'bounced'
  /** After the message was handed over. */
  readonly afterMs: number
}

const minuteMs = 60_000

/** In order of time. */
export function reactionsTo(message: { readonly key: string; readonly template: string | undefined }): readonly Reaction[] {
  const chance = seeded(hashOf(message.key))
  if (chance.is(0.012)) return [{ kind: 'bounced', afterMs: minuteMs }]
  if (!chance.is(message.template === 'cart-reminder' ? 0.52 : 0.44)) return []
  const opened = { kind: 'opened', afterMs: 4 * minuteMs + chance.span(150 * minuteMs) } as const
  if (!chance.is(message.template === 'cart-reminder' ? 0.4 : 0.24)) return [opened]
  return [opened, { kind: 'clicked', afterMs: opened.afterMs + chance.between(5000, 90_000) }]
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
