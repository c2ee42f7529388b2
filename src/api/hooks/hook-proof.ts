// Whether a call at a hook comes from who it says: an HMAC over its bytes, or a token, in the ways in which other systems do it. It reads nothing of what the
// call says, and takes a time that tells nothing about the secret.

import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { InboundHook } from '../../model/inbound-hook.ts'
import { sentence } from '../../model/sentence.ts'
import { isSame, signatureAgeMs, single } from '../providers/provider.ts'

export interface ProvenCall {
  readonly headers: IncomingHttpHeaders
  /** As it came. */
  readonly body: Buffer
  /** UTC milliseconds. */
  readonly now: number
}

/** `id`: what is the same in every repetition, as far as the proof has such a thing. */
export type Proof = { readonly isProven: true; readonly id: string | undefined } | { readonly isProven: false; readonly because: string }

type OwnSignature = Exclude<InboundHook['signature'], string>

/** The systems that sign the bare body. */
const bare: Readonly<Record<'shopify' | 'woocommerce' | 'github', OwnSignature>> = {
  shopify: { header: 'X-Shopify-Hmac-Sha256', encoding: 'base64' },
  woocommerce: { header: 'X-WC-Webhook-Signature', encoding: 'base64' },
  github: { header: 'X-Hub-Signature-256', prefix: 'sha256=' },
}

export function proveHook(signature: InboundHook['signature'], call: ProvenCall, secret: string): Proof {
  if (signature === 'standard-webhooks') return standard(call, secret)
  if (signature === 'stripe') return stripe(call, secret)
  const own = typeof signature === 'string' ? bare[signature] : signature
  return 'token' in own ? token(own.token, call, secret) : hmac(own, call, secret)
}

const leastKeyBytes = 8

function standard({ headers, body, now }: ProvenCall, secret: string): Proof {
  // Svix, whose form it was, still has its own names for the three.
  const header = (name: string): string => single(headers, `webhook-${name}`) || single(headers, `svix-${name}`)
  const [id, timestamp] = [header('id'), header('timestamp')]
  if (id === '' || !isRecent(timestamp, now)) return notProven('hook-instant')
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  // What is no base64 decodes to an empty key, under which anybody can sign.
  if (key.length < leastKeyBytes) return notProven('hook-secret-form')
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  const isRight = header('signature')
    .split(' ')
    .map((one) => isSame(one, `v1,${wanted}`))
    .includes(true)
  return isRight ? { isProven: true, id } : wrong
}

function stripe({ headers, body, now }: ProvenCall, secret: string): Proof {
  const parts = single(headers, 'stripe-signature')
    .split(',')
    .map((part) => part.trim().split('='))
  const timestamp = parts.find(([name]) => name === 't')?.[1] ?? ''
  if (!isRecent(timestamp, now)) return notProven('hook-stripe-instant')
  const wanted = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
  const isRight = parts.map(([name, value = '']) => name === 'v1' && isSame(value, wanted)).includes(true)
  // Stripe sends an event again with other words about its delivery; its id stays, and is over what was signed.
  return isRight ? { isProven: true, id: idIn(body) } : wrong
}

function hmac({ header, hash = 'sha256', encoding = 'hex', prefix = '' }: Exclude<OwnSignature, { token: string }>, call: ProvenCall, secret: string): Proof {
  const wanted = prefix + createHmac(hash, secret).update(call.body).digest(encoding)
  const came = single(call.headers, header.toLowerCase()).trim()
  return isSame(encoding === 'hex' ? came.toLowerCase() : came, encoding === 'hex' ? wanted.toLowerCase() : wanted) ? { isProven: true, id: undefined } : wrong
}

function token(header: string, { headers }: ProvenCall, secret: string): Proof {
  const came = single(headers, header.toLowerCase()).replace(/^bearer\s+/i, '')
  // Hashed, because tokens that differ in length are told apart sooner.
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
  return isSame(digest(came), digest(secret)) ? { isProven: true, id: undefined } : notProven('hook-token')
}

const wrong: Proof = notProven('hook-signature')

function notProven(code: 'hook-instant' | 'hook-secret-form' | 'hook-stripe-instant' | 'hook-token' | 'hook-signature'): Proof {
  return { isProven: false, because: sentence(code) }
}

function isRecent(seconds: string, now: number): boolean {
  return /^\d{1,12}$/.test(seconds) && Math.abs(now - Number(seconds) * 1000) <= signatureAgeMs
}

function idIn(body: Buffer): string | undefined {
  try {
    const { id } = JSON.parse(body.toString('utf8')) as { id?: unknown }
    return typeof id === 'string' && id !== '' ? id : undefined
  } catch {
    return undefined
  }
}
