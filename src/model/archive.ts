// What is kept of messages after they were sent, as authors write it, and for how long. What is kept is in src/runtime/sending/archivist.ts.

import { z } from 'zod'
import { durationMs, durationSchema } from './duration.ts'
import { mistake } from './mistake.ts'

const says = (description: string) => ({ description })

/** How much of a message is kept. */
export const keptSchema = z
  .enum(['whole', 'without-body', 'none'])
  .meta(says('whole: every byte as it was sent (the default). without-body: to whom, the subject and the headers. none: nothing but what became of it.'))
export type Kept = z.infer<typeof keptSchema>

const oneDayMs = 86_400_000
/** Removing is done once a day. */
const ageSchema = durationSchema.refine((text) => durationMs(text) >= oneDayMs, { error: mistake('write-day-at-least') })

export const archiveSchema = z
  .union([
    keptSchema,
    z.strictObject({
      keep: keptSchema.optional(),
      transactional: ageSchema.optional().meta(says('How long messages are kept that people must get, such as receipts; 365d by default.')),
      advertising: ageSchema.optional().meta(says('How long all others are kept; 365d by default.')),
    }),
  ])
  .meta(says('What is kept of sent messages and for how long: whole, without-body or none, or { keep: whole, transactional: 730d, advertising: 90d }.'))
export type Archive = z.infer<typeof archiveSchema>

export interface ArchiveRule {
  readonly keep: Kept
  /** By purpose: how old a message may get in the archive. */
  readonly keptMs: Readonly<Record<'transactional' | 'advertising', number>>
}

const usualAge = '365d'

/** What the workspace says about a template's messages: what the template says goes first. */
export function archiveRule({ archive }: { readonly archive?: Archive | undefined }, template?: { readonly archive?: Kept | undefined }): ArchiveRule {
  const { keep = 'whole', transactional = usualAge, advertising = usualAge } = typeof archive === 'string' ? { keep: archive } : (archive ?? {})
  return { keep: template?.archive ?? keep, keptMs: { transactional: durationMs(transactional), advertising: durationMs(advertising) } }
}
