// Discount codes: a pool says where they come from, whom each is for and what happens when there are none. A code belongs to one recipient
// from the moment the message that shows it is authorized, and is never given to anybody else.

import { z } from 'zod'
import { durationSchema } from './duration.ts'
import { mistake } from './mistake.ts'

const says = (description: string) => ({ description })

/** Letters and digits that nobody takes for one another: no 0 O 1 I L, and no U, so that no word comes out by chance. */
export const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

export const codePoolSchema = z
  .strictObject({
    codes: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,63}$/, mistake('write-small-name'))
      .meta(says('The name of the pool.')),
    description: z.string().optional().meta(says('What it is for.')),
    for: z
      .enum(['person', 'enrollment'])
      .optional()
      .meta(says('Who gets one: each person one and for all time (the default), or one for each passage through a journey.')),
    generate: z
      .strictObject({
        prefix: z
          .string()
          .regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/, mistake('write-capitals'))
          .optional()
          .meta(says('What every code begins with: SPRING-.')),
        characters: z
          .int()
          .min(8)
          .max(32)
          .optional()
          .meta(says('How many characters are drawn by chance; 10 by default, at least 8, so that nobody guesses one.')),
        groups: z.int().min(3).max(16).optional().meta(says('A - after every so many of them: 5 makes K7QHM-3XWPD.')),
      })
      .optional()
      .meta(says('Codes are made up, by chance. Without it they are uploaded.')),
    expires: durationSchema
      .optional()
      .meta(says('How long a code is good after it was given: {{ code_expires }} in mails. Codes that are uploaded may have ends of their own.')),
    empty: z
      .union([z.literal('skip'), z.strictObject({ use: z.string().min(1).max(128).meta(says('One code for everybody: WELCOME5.')) })])
      .optional()
      .meta(says('What happens when no code is left: skip (the default) sends no mail and says so in the trace, { use: CODE } shows that one.')),
    low: z.int().min(1).max(100_000).optional().meta(says('A warning when fewer than so many are left; 100 by default.')),
  })
  .meta({ id: 'CodePool' })
export type CodePool = z.infer<typeof codePoolSchema>

export const usualLow = 100
export const usualCharacters = 10

/** What a code may look like: whatever a table, an address and a person who types can hold. */
export const codeForm = /^[\p{L}\p{N}._~!@#$%&*+/=-]+$/u

/** A code as the store keeps it. */
export interface StoredCode {
  readonly pool: string
  readonly code: string
  /** Whose it is; undefined while it is free, and after its person was erased. */
  readonly subscriber: number | undefined
  /** What it was given for: "" for the person, else the passage. */
  readonly scope: string
  /** The key of the message it was given for; undefined while it is free, and after its person was erased. */
  readonly delivery: string | undefined
  /** When it was given; undefined while it is free. */
  readonly givenAt: number | undefined
  /** From when on it is no longer good; undefined when it is always. */
  readonly expiresAt: number | undefined
}

/** How a pool stands. */
export interface PoolCounts {
  readonly pool: string
  readonly given: number
  readonly free: number
}
