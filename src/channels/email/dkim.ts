// The signature of a mail (DKIM, RFC 6376), over the very lines and bytes that leave. The library would sign as well: it reads the finished mail through
// four streams, looks at each byte three times, reads the key anew, and does the arithmetic where everything else waits for it. Here the body is gone
// through once, the key is read once, and the arithmetic, which is most of it, is done in a thread of the platform's.

import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { foldLines } from 'nodemailer/lib/mime-funcs'
import { MailPage } from './mail-page.ts'

/** A key as DKIM uses it. */
export interface SigningKey {
  readonly domain: string
  readonly selector: string
  /** PEM, of RSA. */
  readonly privateKey: string
}

export interface ToSign {
  /** Its lines, folded, without their ends. */
  readonly head: readonly string[]
  /** ASCII in lines that end in CR LF, the last one too. */
  readonly body: Uint8Array
  readonly key: SigningKey
  /** Headers that somebody on the way writes anew, in small letters: a signature over them would break. */
  readonly rewritten: readonly string[]
}

/** What is signed: all that RFC 6376 names, and both headers of one-click unsubscribe, as RFC 8058 demands. */
const signedHeaders = [
  ...['from', 'sender', 'reply-to', 'subject', 'date', 'message-id', 'to', 'cc', 'mime-version', 'content-type', 'content-transfer-encoding'],
  ...['list-id', 'list-unsubscribe', 'list-unsubscribe-post'],
]
const longestLine = 76

/**
 * The header that goes before the head, folded, without the end of its line. The same mail always gives the same. Undefined where the key cannot be
 * read or is not of RSA: what is in the way of a signature is not in the way of the mail.
 */
export async function signature({ head, body, key, rewritten }: ToSign): Promise<string | undefined> {
  const keyObject = keyObjectOf(key)
  if (keyObject?.asymmetricKeyType !== 'rsa') return undefined
  const values = new Map(head.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), relaxedValue(line)]))
  const names = signedHeaders.filter((name) => values.has(name) && !rewritten.includes(name))
  const tags = [
    ...['v=1', 'a=rsa-sha256', 'c=relaxed/relaxed', `d=${key.domain}`, 'q=dns/txt', `s=${key.selector}`],
    ...[`bh=${createHash('sha256').update(relaxedBody(body)).digest('base64')}`, `h=${names.join(':')}`],
  ]
  const line = `${foldLines(`DKIM-Signature: ${tags.join('; ')}`, longestLine)};\r\n b=`
  const signed = [...names.map((name) => `${name}:${values.get(name)}`), `dkim-signature:${relaxedValue(line)}`].join('\r\n')
  const bytes = await signInThread('sha256', Buffer.from(signed, 'latin1'), keyObject)
  return `${line}${bytes
    .toString('base64')
    .match(/^.{73}|.{1,75}/g)
    ?.join('\r\n ')}`
}

const signInThread = promisify<string, Uint8Array, KeyObject, Buffer>(sign)

const keyObjects = new WeakMap<SigningKey, KeyObject>()

function keyObjectOf(key: SigningKey): KeyObject | undefined {
  const known = keyObjects.get(key)
  if (known !== undefined) return known
  try {
    const made = createPrivateKey(key.privateKey)
    keyObjects.set(key, made)
    return made
  } catch {
    return undefined
  }
}

/** Unfolded, with one blank for several and none around (RFC 6376, 3.4.2). */
function relaxedValue(line: string): string {
  return line
    .slice(line.indexOf(':') + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')
}

const canonical = new MailPage()
const [cr, lf, tab, space] = [13, 10, 9, 32]

/** One blank for several, none at the end of a line, no empty lines at the end (RFC 6376, 3.4.4). Good until the next one is asked for. */
function relaxedBody(body: Uint8Array): Uint8Array {
  canonical.clear()
  const out = canonical.room(body.length)
  const { length } = body
  const byteAt = (place: number): number => (place < length ? (body[place] as number) : cr)
  let at = 0
  let index = 0
  while (index < length) {
    // A loop of its own for what stays as it is, nearly everything: a third of the time.
    for (let byte = body[index] as number; byte > space; byte = body[index] as number) {
      out[at] = byte
      at += 1
      index += 1
      if (index === length) break
    }
    if (index === length) break
    const byte = body[index] as number
    index += 1
    if (byte !== space && byte !== tab) {
      out[at] = byte
      at += 1
      continue
    }
    while (byteAt(index) === space || byteAt(index) === tab) index += 1
    if (byteAt(index) === cr) continue
    out[at] = space
    at += 1
  }
  while (at >= 4 && out[at - 1] === lf && out[at - 3] === lf) at -= 2
  return out.subarray(0, at)
}
