// What an effect is called outside of Oncue.

import { createHash } from 'node:crypto'

/** A short name of an effect for the outside: always the same, and it tells nothing about anybody. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}
