// Signatures of Standard Webhooks 1.0.0 (https://www.standardwebhooks.com): a receiver who knows the secret can tell that a
// call came from here, unchanged, and when.

import { createHmac } from 'node:crypto'

/** A secret of 24 to 64 bytes. */
export type WebhookSecret = Buffer

/** Reads "whsec_" and base64. Throws when it is something else. */
export function parseWebhookSecret(text: string): WebhookSecret {
  const encoded = text.startsWith('whsec_') ? text.slice('whsec_'.length) : undefined
  const secret = Buffer.from(encoded ?? '', 'base64')
  if (encoded === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || secret.length < 24 || secret.length > 64) {
    throw new Error('a webhook secret is "whsec_" and 24 to 64 random bytes in base64; make one with: echo "whsec_$(openssl rand -base64 32)"')
  }
  return secret
}

/** What is signed. */
export interface SignedCall {
  /** Without dots; the same for every attempt. */
  readonly id: string
  /** UTC seconds of this attempt. */
  readonly timestamp: number
  readonly body: string
}

/** The three headers. With two secrets there are two signatures, so that a receiver can change over. */
export function signatureHeaders(call: SignedCall, secrets: readonly WebhookSecret[]): Record<string, string> {
  const content = `${call.id}.${call.timestamp}.${call.body}`
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`)
  return { 'webhook-id': call.id, 'webhook-timestamp': String(call.timestamp), 'webhook-signature': signatures.join(' ') }
}
