// How other systems prove that a call is theirs, with the examples that they publish where there are any.

import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proveHook } from '../../src/api/hooks/hook-proof.ts'

const now = Date.UTC(2026, 10, 21, 12, 0, 0)
const proven = (signature: Parameters<typeof proveHook>[0], headers: Record<string, string>, body: string, secret: string): boolean =>
  proveHook(signature, { headers, body: Buffer.from(body), now }, secret).isProven

test("GitHub's own example is proven, and not with another body, secret or prefix", () => {
  const signature = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
  const secret = "It's a Secret to Everybody"
  expect(proven('github', { 'x-hub-signature-256': `sha256=${signature}` }, 'Hello, World!', secret)).toBe(true)
  expect(proven('github', { 'x-hub-signature-256': signature }, 'Hello, World!', secret)).toBe(false)
  expect(proven('github', { 'x-hub-signature-256': `sha256=${signature}` }, 'Hello, World', secret)).toBe(false)
  expect(proven('github', { 'x-hub-signature-256': `sha256=${signature}` }, 'Hello, World!', `${secret} `)).toBe(false)
  expect(proven('github', {}, 'Hello, World!', secret)).toBe(false)
})

test('a signature of one’s own has the header, hash, encoding and prefix that were written', () => {
  const own = { header: 'X-Signature', hash: 'sha512', encoding: 'base64', prefix: 'v1=' } as const
  const signature = `v1=${createHmac('sha512', 'a-secret').update('{}').digest('base64')}`
  expect(proven(own, { 'x-signature': signature }, '{}', 'a-secret')).toBe(true)
  expect(proven({ ...own, hash: 'sha256' }, { 'x-signature': signature }, '{}', 'a-secret')).toBe(false)
  const hex = createHmac('sha256', 'a-secret').update('{}').digest('hex').toUpperCase()
  expect(proven({ header: 'X-Signature' }, { 'x-signature': hex }, '{}', 'a-secret')).toBe(true)
})

test('a secret of Standard Webhooks that decodes to nothing proves nothing', () => {
  const at = String(now / 1000)
  const headers = { 'webhook-id': 'm', 'webhook-timestamp': at, 'webhook-signature': `v1,${createHmac('sha256', '').update(`m.${at}.{}`).digest('base64')}` }
  expect(proven('standard-webhooks', headers, '{}', 'whsec_!!!!!!!!!!!!')).toBe(false)
})

test('what was signed more than five minutes ago, or ahead, is proven no more: a call that was overheard cannot be sent again for ever', () => {
  const secret = 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ='
  const sign = (text: string, key: string | Buffer, encoding: 'base64' | 'hex') => createHmac('sha256', key).update(text).digest(encoding)
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const standard = (at: number) => ({ 'webhook-id': 'm', 'webhook-timestamp': String(at), 'webhook-signature': `v1,${sign(`m.${at}.{}`, key, 'base64')}` })
  const stripe = (at: number) => ({ 'stripe-signature': `t=${at},v1=${sign(`${at}.{}`, secret, 'hex')}` })
  for (const [seconds, expected] of [
    [0, true],
    [-300, true],
    [300, true],
    [-301, false],
    [301, false],
  ] as const) {
    const at = now / 1000 + seconds
    expect([seconds, proven('standard-webhooks', standard(at), '{}', secret)]).toEqual([seconds, expected])
    expect([seconds, proven('stripe', stripe(at), '{}', secret)]).toEqual([seconds, expected])
    expect(proven('standard-webhooks', standard(at), '{ }', secret) || proven('stripe', stripe(at), '{ }', secret)).toBe(false)
  }
})

test('nobody who does not know the secret is proven, whatever the headers say', () => {
  const name = fc.constantFrom(
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
    'stripe-signature',
    'x-shopify-hmac-sha256',
    'x-hub-signature-256',
    'x-token',
  )
  const value = fc.oneof(fc.string(), fc.constantFrom('', 'v1,', 't=1,v1=', `t=${now / 1000},v1=`, String(now / 1000), 'sha256='))
  const signature = fc.constantFrom<Parameters<typeof proveHook>[0]>('standard-webhooks', 'stripe', 'shopify', 'github', { token: 'x-token' })
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.string(), signature, (headers, body, kind) => {
      expect(proven(kind, headers, body, 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=')).toBe(false)
    }),
  )
})
