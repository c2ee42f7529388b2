// The parameters by which web analytics tells where a visit comes from, as authors set them for the links of their mails.

import { z } from 'zod'

const value = z.string().min(1).max(200)
const says = (description: string) => ({ description })

export const utmSchema = z
  .strictObject({
    source: value.optional().meta(says('utm_source; the name of the workspace by default.')),
    medium: value.optional().meta(says('utm_medium; email by default.')),
    campaign: value.optional().meta(says('utm_campaign; the name of the journey by default.')),
    content: value.optional().meta(says('utm_content; the name of the template by default.')),
    term: value.optional().meta(says('utm_term; none by default.')),
  })
  .meta(says('What is added to every link to a web page as utm_source, utm_medium and so on. A parameter that a link has already stays as it is.'))
export type Utm = z.infer<typeof utmSchema>

/** What a journey, one of its steps or a template says: parameters of its own, or none at all. */
export const ownUtmSchema = z
  .union([utmSchema, z.literal(false)])
  .meta(
    says('UTM parameters of the links: the step goes before the template, the template before the journey, the journey before the workspace; false adds none.'),
  )
export type OwnUtm = z.infer<typeof ownUtmSchema>
