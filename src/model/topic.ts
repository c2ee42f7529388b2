// A topic: what may be opted into, and what subscribers read about it in their own language.

import { z } from 'zod'
import { consentChannels } from './consent.ts'
import { localeKey, localeSchema } from './locale.ts'
import { consentSchema } from './policy.ts'

const says = (description: string) => ({ description })

export const topicSchema = z.strictObject({
  topic: z.string().min(1).max(256).meta(says('The name of the topic.')),
  description: z.string().optional().meta(says('What subscribers read about it; its name by default.')),
  locales: z
    .record(localeSchema, z.strictObject({ description: z.string().min(1).meta(says('What subscribers read about it.')) }))
    .optional()
    .meta(says('The same in other languages: { de: { description: Neues aus dem Laden } }. Readers of any other language read `description`.')),
  consent: consentSchema.optional().meta(says('opt-in or opt-out for this topic; what `policy` says by default.')),
  channels: z
    .array(z.enum(consentChannels))
    .min(1)
    .optional()
    .meta(says('The channels on which it can be chosen on the page of preferences: [email] by default.')),
  transactional: z.boolean().optional().meta(says('Mail that people must get, such as receipts: no consent, holdout, quiet hours or caps.')),
})
export type Topic = z.infer<typeof topicSchema>

/** A topic as its readers know it, in the first of these languages in which it is written, else in the words for everybody. A topic that is not declared is called by its name. */
export function topicTitle(topics: readonly Topic[] | undefined, name: string, locales: readonly (string | undefined)[]): string {
  const declared = topics?.find(({ topic }) => topic === name)
  const written = declared?.locales ?? {}
  for (const locale of locales) {
    const key = locale === undefined ? undefined : localeKey(Object.keys(written), locale)
    const said = key === undefined ? undefined : written[key]?.description
    if (said !== undefined) return said
  }
  return declared?.description ?? name
}
