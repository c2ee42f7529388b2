// The address of a person's door. A mail address or phone number is asked for first, in a body: no URL holds one.

import { type AdminDoor, askAdmin } from './admin-door.ts'
import { onlyOne } from './with-views.ts'

/** Fails where an address is nobody's, or that of several people. */
export async function subscriberPath(door: AdminDoor, id: string): Promise<string> {
  if (!/[@+]/.test(id)) return `/admin/v1/subscribers/${encodeURIComponent(id)}`
  const { subscribers } = await askAdmin<{ readonly subscribers: readonly { readonly subscriber: number }[] }>(door, '/admin/v1/subscribers/find', { id })
  const number = onlyOne(
    id,
    subscribers.map(({ subscriber }) => subscriber),
  )
  return `/admin/v1/subscribers/${encodeURIComponent(`#${number}`)}`
}
