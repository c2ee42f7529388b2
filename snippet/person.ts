// Who is in front of the browser, and which visit this is. There is a record exactly as long as there is consent; it is read anew each time,
// because another tab may have changed it. The proof of a userId is never kept: who signed out on the site must not be vouched for here.

import { now, randomHex } from './clock.ts'
import { erase, eraseAll, read, write } from './keep.ts'
import type { ConsentState, IdentifyOptions } from './site-api.ts'

export interface Person {
  /** anonymousId */
  a: string
  /** userId */
  u?: string
  /** The visit's id, and its last sign of life. */
  s: string
  t: number
  /** A mark of what was last told about them, and in which visit. */
  i?: string
  /** Popups that were closed or clicked here, by id. */
  p?: Record<string, string>
}

/** A visit ends after half an hour without a sign of life, as the server has it. */
const visitGapMs = 1_800_000
const recordName = 'visitor'
/** The word no, where consent is not asked for: it has to be remembered to be kept. */
const refusalName = 'no'

let userHash: string | undefined

/** Global Privacy Control: the browser says no for its owner, and nothing on the page can say yes instead. */
function isForbidden(): boolean {
  return (navigator as { readonly globalPrivacyControl?: unknown }).globalPrivacyControl === true
}

/** The record; undefined without consent. */
export function person(): Person | undefined {
  if (isForbidden()) return undefined
  try {
    return JSON.parse(read(recordName) as string)
  } catch {
    return undefined
  }
}

export function savePerson(record: Person): void {
  write(recordName, JSON.stringify(record))
}

/** The record after a sign of life, in a new visit where the last one is over; undefined without consent. */
export function personNow(): Person | undefined {
  const record = person()
  if (!record) return undefined
  const at = now()
  // A clock that was set back does not make a visit last for ever.
  if (Math.abs(at - record.t) >= visitGapMs) record.s = randomHex(8)
  record.t = at
  savePerson(record)
  return record
}

/** What holds; in the mode `given` nobody has to be asked. */
export function consentState(): ConsentState {
  if (person()) return 'given'
  return isForbidden() || read(refusalName) ? 'refused' : 'unknown'
}

/** What holds when a page begins: whose browser says no has nothing kept from before; where nobody is asked, it begins. */
export function settleConsent(mode: 'ask' | 'given'): void {
  if (isForbidden()) eraseAll()
  else if (mode === 'given' && !read(refusalName)) giveConsent()
}

/** Begins, where it may. True when it has only now begun. */
export function giveConsent(): boolean {
  if (isForbidden() || person()) return false
  erase(refusalName)
  startAnew()
  return true
}

/** Leaves nothing but, where consent is not asked for, the word no. */
export function takeConsent(mode: 'ask' | 'given'): void {
  userHash = undefined
  eraseAll()
  if (mode === 'given' && !isForbidden()) write(refusalName, '1')
}

/** Somebody else from here on. */
export function startAnew(): void {
  userHash = undefined
  savePerson({ a: randomHex(16), s: randomHex(8), t: now() })
}

/** Notes who it is. True when it should be told: it is news, or was not yet told in this visit. */
export function recognize(userId: string | undefined, traits: string, options: IdentifyOptions = {}): boolean {
  let record = personNow()
  if (!record) return false
  if (userId && record.u && record.u !== userId) {
    startAnew()
    record = personNow() as Person
  }
  if (userId) {
    record.u = userId
    userHash = options.userHash
  }
  const mark = `${record.s} ${digest(`${userId} ${traits}`)}`
  const isNews = record.i !== mark
  record.i = mark
  savePerson(record)
  return isNews
}

/** Whom popups may be asked for; undefined when nothing could be answered: a userId needs its proof. */
export function proof(): object | undefined {
  const record = person()
  return record && (!record.u || userHash) ? { anonymousId: record.a, userId: record.u, userHash } : undefined
}

/** A number that texts have in common only by accident; what was told about somebody is not kept itself. */
function digest(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}
