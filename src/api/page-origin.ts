// From which sites a key for pages may be used. A browser says truthfully which site a page belongs to, so a key that was copied into somebody
// else's page does nothing there. Programs can say what they like: this keeps mistakes and copies out, not attackers.

import type { WriteKey } from './keys.ts'

/** Whether the page may use the key. A request that names no page is not from one. */
export function mayUse(key: WriteKey, origin: string | undefined): boolean {
  if (key.origins === undefined || key.origins.length === 0 || origin === undefined) return true
  return key.origins.some((allowed) => (allowed.includes('//*.') ? isBelow(origin, allowed) : origin === allowed))
}

function isBelow(origin: string, allowed: string): boolean {
  const [scheme = '', host = ''] = allowed.split('*')
  return origin.startsWith(scheme) && origin.endsWith(host) && origin.length > scheme.length + host.length
}

/** What a page is told that may not. */
export const foreignPage = { code: 'origin-refused', detail: 'Add the origin of this page to browserOrigins, or use a key that is meant for it.' } as const
