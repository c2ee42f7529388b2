// Seals a text into a token that stands in a link: readable by this server alone, and neither forged nor altered by anybody else. The same
// text always gives the same token, so that a mail rendered again is the same to the byte.

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'

export interface Seals {
  seal(text: string): string
  /** The text; undefined for anything that was not sealed for this purpose with one of the secrets. */
  open(token: string): string | undefined
}

/**
 * Seals under the first of the secrets; those under the others are still recognized, so that a secret can be replaced while mails with old
 * links rest in people's mailboxes. Each secret needs at least 32 characters. A token made for one purpose does not open for another.
 */
export function createSeals(secrets: readonly string[], purpose: string): Seals {
  const keys = secrets.map((secret) => keysOf(secret, purpose))
  const [current] = keys
  if (current === undefined || secrets.some((secret) => secret.length < 32)) throw new Error('A link secret needs at least 32 characters.')
  return {
    seal: (text) => seal(Buffer.from(text), current),
    open(token) {
      if (token.length > longestToken || !/^[\w-]+$/.test(token)) return undefined
      const sealed = Buffer.from(token, 'base64url')
      // The decoder passes over what is left over at the end.
      if (sealed.toString('base64url') !== token) return undefined
      for (const key of keys) {
        const text = open(sealed, key)
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}

const longestToken = 2048
const version = 1
const ivBytes = 12
const tagBytes = 16

/** Keys that Node has taken in once: from bytes it would do so for every seal, at four times the cost of the seal. */
interface Keys {
  readonly purpose: Buffer
  readonly encryption: KeyObject
  readonly nonce: KeyObject
}

function keysOf(secret: string, purpose: string): Keys {
  const derive = (use: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'oncue links', use, 32)))
  return { purpose: Buffer.from(purpose), encryption: derive('encryption'), nonce: derive('nonce') }
}

/** The nonce is an HMAC of the content: it repeats only where the whole token does, and it is a second proof of authenticity. */
function nonceOf(plain: Buffer, keys: Keys): Buffer {
  return createHmac('sha256', keys.nonce).update(keys.purpose).update(plain).digest().subarray(0, ivBytes)
}

function seal(plain: Buffer, keys: Keys): string {
  const iv = nonceOf(plain, keys)
  const cipher = createCipheriv('aes-256-gcm', keys.encryption, iv).setAAD(keys.purpose)
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), hidden]).toString('base64url')
}

function open(sealed: Buffer, keys: Keys): string | undefined {
  if (sealed.length <= 1 + ivBytes + tagBytes || sealed[0] !== version) return undefined
  const iv = sealed.subarray(1, 1 + ivBytes)
  const decipher = createDecipheriv('aes-256-gcm', keys.encryption, iv, { authTagLength: tagBytes })
  decipher.setAAD(keys.purpose).setAuthTag(sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes))
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(1 + ivBytes + tagBytes)), decipher.final()])
    return timingSafeEqual(nonceOf(plain, keys), iv) ? plain.toString() : undefined
  } catch {
    return undefined
  }
}
