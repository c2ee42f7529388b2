// The discount code of a message: the one that its recipient has already, else a free one of the pool, else one that is made up. It is given in the
// commit that authorizes it, so that no crash and no retry can give it twice, or give two. A test and a preview never come here.

import { randomInt } from 'node:crypto'
import { type CodePool, codeAlphabet, type StoredCode, usualCharacters } from '../../model/code-pool.ts'
import type { Lack } from '../../model/decision.ts'
import { durationMs } from '../../model/duration.ts'
import type { Effect } from '../../model/effect.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'

export interface Gift {
  readonly code: string
  readonly expiresAt: number | undefined
  /** To be given with the commit; absent when the recipient has it already, and for a code that is everybody's. */
  readonly give?: StoredCode
}

export type GiftAnswer = { readonly gift: Gift } | { readonly lacks: Lack }

interface Asked {
  readonly group: Group
  readonly member: Member
  readonly effect: Effect
  readonly pool: CodePool
  readonly at: number
}

/** The code for this mail. Nothing is given before `keepGift`. */
export async function findGift(asked: Asked): Promise<GiftAnswer> {
  const { pool, at } = asked
  const known = await knownCode(asked)
  if (known !== undefined) {
    if (known.expiresAt === undefined || known.expiresAt > at) return { gift: { code: known.code, expiresAt: known.expiresAt } }
    return { lacks: { reason: 'no code', because: sentence('code-ended', { pool: pool.codes, at: known.expiresAt }) } }
  }
  const free = pool.generate === undefined ? await asked.group.codes.next(pool.codes, at) : await madeUp(asked)
  if (free === undefined) return withoutCode(pool)
  const own = pool.expires === undefined ? Number.POSITIVE_INFINITY : at + durationMs(pool.expires)
  const end = Math.min(own, free.expiresAt ?? Number.POSITIVE_INFINITY)
  const expiresAt = Number.isFinite(end) ? end : undefined
  const give: StoredCode = {
    pool: pool.codes,
    code: free.code,
    subscriber: asked.member.number,
    scope: scopeOf(asked),
    delivery: asked.effect.key,
    givenAt: at,
    expiresAt,
  }
  return { gift: { code: free.code, expiresAt, give } }
}

/** "" for the person; else the passage, named by the event that began it, whose place in the log no merge changes. */
function scopeOf({ pool, effect }: Asked): string {
  if ((pool.for ?? 'person') === 'person') return ''
  return `${effect.journey}:${effect.triggerPosition ?? `#${effect.enrollment}`}`
}

async function knownCode(asked: Asked): Promise<StoredCode | undefined> {
  const { group, member, pool } = asked
  const scope = scopeOf(asked)
  const here = group.codes.givenHere(pool.codes, scope, (subscriber) => group.roster.follow(subscriber) === member.number)
  if (here !== undefined) return here
  for (const number of group.roster.numbersOf(member)) {
    const code = await group.ledger.store.catalogue.codeOf(number, pool.codes, scope)
    if (code !== undefined) return code
  }
  return undefined
}

function withoutCode({ codes, empty }: CodePool): GiftAnswer {
  if (empty !== undefined && empty !== 'skip') return { gift: { code: empty.use, expiresAt: undefined } }
  return { lacks: { reason: 'no code', because: sentence('no-code-left', { pool: codes }) } }
}

/** A code that nobody ever had; undefined when chance finds none. */
async function madeUp({ group, pool }: Asked): Promise<{ readonly code: string; readonly expiresAt: undefined } | undefined> {
  const { prefix = '', characters = usualCharacters, groups } = pool.generate ?? {}
  for (let tries = 0; tries < limits.codeTries; tries += 1) {
    let drawn = ''
    for (let index = 0; index < characters; index += 1) {
      if (groups !== undefined && index > 0 && index % groups === 0) drawn += '-'
      drawn += codeAlphabet[randomInt(codeAlphabet.length)]
    }
    const code = `${prefix}${drawn}`
    if (!group.codes.has(code) && (await group.ledger.store.catalogue.findCode(code)) === undefined) return { code, expiresAt: undefined }
  }
  return undefined
}
