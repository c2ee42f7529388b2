// Whom a mail comes from: a name and an address; and the domain of it, by which receivers judge whoever sends.

import { z } from 'zod'

const says = (description: string) => ({ description })

export const senderSchema = z
  .strictObject({
    name: z.string().max(200).optional().meta(says('The name that readers see.')),
    address: z.email().meta(says('The mail address.')),
  })
  .meta(says('A name and an address: { name: The Shop, address: hello@example.com }.'))
export type Sender = z.infer<typeof senderSchema>

/** What stands behind the @, in small letters. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
