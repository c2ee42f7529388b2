// Consent: what a person may be asked for, what was said, and the evidence of it. What follows from it is decided in src/engine/policies.

import { z } from 'zod'
import { personalChannels } from './channel-names.ts'

/** The ways on which people are written to; consent is for a topic on one of them. */
export const consentChannels = personalChannels
export type ConsentChannel = (typeof consentChannels)[number]

/** The topic that stands for every mail that is not transactional. */
export const everyTopic = 'all'

/** none: nothing was said · pending: asked to confirm, not answered yet · given · withdrawn. */
export const consentStatuses = ['none', 'pending', 'given', 'withdrawn'] as const
export type ConsentStatus = (typeof consentStatuses)[number]

const text = (characters: number) => z.string().min(1).max(characters)
const says = (description: string) => ({ description })

/** How a yes or a no came about; who said it and when stands beside it. Every part is optional: what is not known is left out. */
export const evidenceSchema = z
  .strictObject({
    at: z.int().optional().meta(says('When it was said, where it was recorded later: UTC milliseconds.')),
    page: text(2048).optional().meta(says('The address of the page on which it was said.')),
    ip: text(128).optional().meta(says('Where it came from: shortened or hashed, as `policy.evidence` wants it.')),
    agent: text(512).optional().meta(says('The browser, as it calls itself.')),
    wording: text(200).optional().meta(says('Which text was agreed to: its version, or a hash of it.')),
    address: text(320).optional().meta(says('The address or number that it is about.')),
    asked: z
      .strictObject({ at: z.int(), page: text(2048).optional(), ip: text(128).optional(), agent: text(512).optional() })
      .optional()
      .meta(says('For a double opt-in: when and from where it was asked for, before it was confirmed.')),
  })
  .meta(says('How it came about.'))
export type Evidence = z.infer<typeof evidenceSchema>
