// The lines that the guide gives to receivers of our calls: they know a call of ours, and nothing else.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseWebhookSecret, signatureHeaders } from '../../src/channels/webhook/signature.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

type Check = (headers: Readonly<Record<string, string>>, body: string, secret: string, now: number) => boolean

test('the lines of the guide prove a call of ours with either secret, and no other body, secret, instant or header', async () => {
  const guide = readFileSync(new URL('../../docs/guides/calling-a-url.md', import.meta.url), 'utf8')
  const lines = /```js title="from-oncue\.mjs"\n(.*?)```/s.exec(guide)?.[1] ?? ''
  const file = join(temporaryFolder(), 'from-oncue.mjs')
  writeFileSync(file, lines)
  const { isFromOncue } = (await import(file)) as { readonly isFromOncue: Check }
  const [secret, older] = ['new', 'old'].map((word) => `whsec_${Buffer.from(word.repeat(10)).toString('base64')}`) as [string, string]
  const timestamp = Date.UTC(2026, 10, 21) / 1000
  const body = '{"plan":"Zoë"}'
  const headers = signatureHeaders({ id: 'm-1', timestamp, body }, [parseWebhookSecret(secret), parseWebhookSecret(older)])
  const now = timestamp * 1000 + 5000
  expect([isFromOncue(headers, body, secret, now), isFromOncue(headers, body, older, now)]).toEqual([true, true])
  const wrong = [
    isFromOncue(headers, `${body} `, secret, now),
    isFromOncue(headers, body, `whsec_${Buffer.from('another'.repeat(5)).toString('base64')}`, now),
    isFromOncue(headers, body, secret, now + 300_000),
    isFromOncue({ ...headers, 'webhook-id': 'm-2' }, body, secret, now),
    isFromOncue({}, body, secret, now),
  ]
  expect(wrong).toEqual([false, false, false, false, false])
})
