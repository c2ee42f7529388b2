// The secrets that sign calls of webhooks. One is made anew while the one before still signs beside it for a while, so that receivers can change over; a
// call carries the signature of each. A secret that the settings name is changed there and not here.

import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { WebhookSecrets } from '../api/admin/webhook-secrets-door.ts'
import { limits } from '../model/limits.ts'
import { readKeptFile, replaceFile } from '../settings/kept-file.ts'

const keptSchema = z.strictObject({
  /** The newest first; those after it sign until their instant. */
  secrets: z.array(z.strictObject({ secret: z.string(), madeAt: z.number().nullable(), until: z.number().nullable() })),
})
type Kept = z.output<typeof keptSchema>['secrets'][number]

export interface WebhookSecretRing extends WebhookSecrets {
  /** Those that sign at an instant, the newest first. */
  signing(now: number): readonly string[]
}

export interface WebhookSecretsOptions {
  readonly data: string
  /** The secret of the settings, or that of the first start. */
  readonly given: string
  readonly from: 'settings' | 'this machine'
}

/** Opens the ring. */
export function openWebhookSecrets({ data, given, from }: WebhookSecretsOptions): WebhookSecretRing {
  const path = join(data, 'webhook-secrets.json')
  const first: Kept = { secret: given, madeAt: null, until: null }
  const kept = from === 'settings' ? [] : readKeptFile(path, keptSchema, { secrets: [] }).secrets
  let secrets: readonly Kept[] = kept.length === 0 ? [first] : kept
  const keep = (next: readonly Kept[]): void => {
    replaceFile(path, `${JSON.stringify({ secrets: next }, undefined, 2)}\n`)
    secrets = next
  }
  const valid = (now: number): readonly Kept[] => secrets.filter(({ until }) => until === null || until > now)
  return {
    signing: (now) => valid(now).map(({ secret }) => secret),
    list: (now) =>
      valid(now).map(({ secret, madeAt, until }) => ({ id: idOf(secret), madeAt, signsUntil: until, from: from === 'settings' ? 'settings' : 'kept' })),
    rotate({ keepForMs, now }) {
      if (from === 'settings') return 'from the settings'
      const secret = `whsec_${randomBytes(32).toString('base64')}`
      const until = now + keepForMs
      const older = valid(now).map((one) => ({ ...one, until: Math.min(one.until ?? until, until) }))
      if (older.length >= limits.webhookSecrets) return 'too many'
      keep([{ secret, madeAt: now, until: null }, ...older.filter((one) => one.until > now)])
      return { secret, id: idOf(secret) }
    },
    retire(now) {
      const [newest, ...older] = valid(now)
      if (newest === undefined || older.length === 0) return 0
      keep([newest])
      return older.length
    },
  }
}

/** Tells one from another without telling it. */
function idOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8)
}
