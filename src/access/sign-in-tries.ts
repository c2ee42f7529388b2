// How often a password may be tried: so many times within a while for one name from one network address, and ten times that from all. It counts in memory,
// so a restart forgives; what outlives one, the wrong codes of a second factor, stands with the account.

import { limits } from '../model/limits.ts'

const windowMs = limits.signInWindowSeconds * 1000
const dayMs = 86_400_000

export interface SignInTries {
  /** Counts a try. False when there were too many: whoever tries from elsewhere is not locked out by it, unless from very many places. */
  take(name: string, from: string, now: number): boolean
  /** Whoever was right begins anew there. */
  forget(name: string, from: string): void
}

/** Nobody has tried anything yet. */
export function createSignInTries(): SignInTries {
  const known = new Map<string, { count: number; since: number }>()
  const count = (key: string, most: number, now: number): boolean => {
    const before = known.get(key)
    const tries = before !== undefined && now - before.since < windowMs ? before : { count: 0, since: now }
    if (tries.count >= most) return false
    tries.count += 1
    known.delete(key)
    known.set(key, tries)
    const [oldest] = known.keys()
    if (known.size > limits.signInNames && oldest !== undefined) known.delete(oldest)
    return true
  }
  return {
    take: (name, from, now) => count(placeOf(name, from), limits.signInTries, now) && count(name.toLowerCase(), limits.signInTries * 10, now),
    forget: (name, from) => void known.delete(placeOf(name, from)),
  }
}

/** How long codes of a second factor are not looked at after so many wrong ones in a row: whoever is there knows the password already. */
export function waitAfterWrongCodesMs(wrongCodes: number): number {
  if (wrongCodes < limits.signInTries) return 0
  return Math.min(windowMs * 2 ** (wrongCodes - limits.signInTries), dayMs)
}

function placeOf(name: string, from: string): string {
  return `${name.toLowerCase()}\n${from}`
}
