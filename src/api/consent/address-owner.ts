// The identity of whoever is known by a mail address alone: a keyed hash, which nobody outside can make. A form and an import make the same one, so
// that somebody who filled in the form and stands in the table is one person.

import { createHmac } from 'node:crypto'

/** The anonymousId that stands for an address. */
export function addressOwner(email: string, secret: string): string {
  const hash = createHmac('sha256', secret).update(`owner of ${email.toLowerCase()}`).digest('hex').slice(0, 40)
  return `address-${hash}`
}
