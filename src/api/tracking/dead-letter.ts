// What is kept of something that was refused: enough to see what was wrong and to send it again, and no key.

import { limits } from '../../model/limits.ts'
import type { DeadLetter } from '../../runtime/store.ts'
import type { WriteKey } from '../keys.ts'

export interface Refused {
  /** Through which door it came: a call, `pixel`, or `request` for a body that is no message. */
  readonly door: string
  readonly key: WriteKey
  readonly receivedAt: number
  readonly reason: string
  readonly body: string
}

/** A write key where clients put it, also when the rest is no JSON. */
const keyInText = /("?(?:writeKey|write_key)"?\s*[:=]\s*)"[^"]*"?/gi

/** The dead letter of a refused message; of its body no more is kept than one event may be long. */
export function deadLetter({ door, key, receivedAt, reason, body }: Refused): DeadLetter {
  return { receivedAt, source: `${door} ${sourceName(key)}`, reason, body: withoutKeys(body, key).slice(0, limits.eventBytes).toWellFormed() }
}

/** Keys are called as the team likes: the name of one for pages says what it is, because a letter keeps the rights that it came with. */
function sourceName({ kind, name }: WriteKey): string {
  return kind === 'server' || name.startsWith(browserKey) ? name : `${browserKey}${name}`
}

const browserKey = 'browser key '

/** Whether a letter of this source came with a key that everybody can read. */
export function isFromBrowser(source: string): boolean {
  return source.slice(source.indexOf(' ') + 1).startsWith(browserKey)
}

function withoutKeys(body: string, key: WriteKey): string {
  return body.replaceAll(key.key, '(write key)').replaceAll(keyInText, '$1"(write key)"')
}

/** A message as text again. One that is nested so deeply that it cannot be written out is named instead. */
export function writeOut(message: unknown): string {
  try {
    return JSON.stringify(message)
  } catch {
    return '(nested too deeply to be written out)'
  }
}
