// The token in a link of a mail: who may do what with it, readable by this server alone. It holds no address and cannot be
// forged or altered. The same claim always gives the same token, so that a mail rendered again is the same to the byte.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** What the bearer of an unsubscribe link may decide about. */
export interface LinkClaim {
  readonly subscriber: number
  /** The topic of the mail; undefined for all mail. */
  readonly topic?: string
  /** Key of the effect that the mail was sent for. */
  readonly effect: string
}

export interface LinkTokens {
  sign(claim: LinkClaim): string
  /** The claim; undefined for anything that was not signed with one of the secrets. */
  verify(token: string): LinkClaim | undefined
}

/**
 * Tokens under the first of the secrets; those under the others are still recognized, so that a secret can be replaced
 * while mails with old links rest in people's mailboxes. Each secret needs at least 32 characters.
 */
export function createLinkTokens(secrets: readonly string[]): LinkTokens {
  const keys = secrets.map(keysOf)
  const [current] = keys
  if (current === undefined || secrets.some((secret) => secret.length < 32)) throw new Error('A link secret needs at least 32 characters.')
  return {
    sign: (claim) => seal(claim, current),
    verify(token) {
      if (token.length > longestToken || !/^[\w-]+$/.test(token)) return undefined
      const sealed = Buffer.from(token, 'base64url')
      for (const key of keys) {
        const claim = open(sealed, key)
        if (claim !== undefined) return claim
      }
      return undefined
    },
  }
}

const longestToken = 2048
const version = 1
const ivBytes = 12
const tagBytes = 16
/** Ties the token to its purpose: one made for anything else does not open here. */
const purpose = Buffer.from('oncue unsubscribe link 1')

interface Keys {
  readonly encryption: Buffer
  readonly nonce: Buffer
}

function keysOf(secret: string): Keys {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'oncue links', use, 32))
  return { encryption: derive('encryption'), nonce: derive('nonce') }
}

/** The nonce is an HMAC of the content: it repeats only where the whole token does, and it is a second proof of authenticity. */
function nonceOf(plain: Buffer, keys: Keys): Buffer {
  return createHmac('sha256', keys.nonce).update(purpose).update(plain).digest().subarray(0, ivBytes)
}

function seal(claim: LinkClaim, keys: Keys): string {
  const plain = Buffer.from(JSON.stringify([claim.subscriber, claim.topic ?? null, claim.effect]))
  const iv = nonceOf(plain, keys)
  const cipher = createCipheriv('aes-256-gcm', keys.encryption, iv).setAAD(purpose)
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), hidden]).toString('base64url')
}

function open(sealed: Buffer, keys: Keys): LinkClaim | undefined {
  if (sealed.length <= 1 + ivBytes + tagBytes || sealed[0] !== version) return undefined
  const iv = sealed.subarray(1, 1 + ivBytes)
  const decipher = createDecipheriv('aes-256-gcm', keys.encryption, iv, { authTagLength: tagBytes })
  decipher.setAAD(purpose).setAuthTag(sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes))
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(1 + ivBytes + tagBytes)), decipher.final()])
    if (!timingSafeEqual(nonceOf(plain, keys), iv)) return undefined
    const [subscriber, topic, effect] = JSON.parse(plain.toString()) as [number, string | null, string]
    return { subscriber, ...(topic !== null && { topic }), effect }
  } catch {
    return undefined
  }
}
