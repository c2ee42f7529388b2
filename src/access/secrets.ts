// Secrets that nobody gave are made at the first start and kept beside the workspace, readable by its owner only.

import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Configuration } from '../settings/configuration.ts'
import { replaceFile } from '../settings/kept-file.ts'
import { type AdminKeyRing, openAdminKeys, splitAdminKey } from './admin-keys.ts'
import { openWebhookSecrets, type WebhookSecretRing } from './webhook-secrets.ts'

export interface Secrets {
  /** Signs links in mails. */
  readonly link: string
  /** Signs webhooks. */
  readonly webhook: string
  /** Hashes what stays of people who were erased. Whoever loses it forgets who they were. */
  readonly tombstone: string
  readonly writeKeys: readonly string[]
  /** For pages: everybody can read them there. */
  readonly browserKeys: readonly string[]
  /** Open the admin doors, as KEY or NAME:KEY. */
  readonly adminKeys: readonly string[]
}

/** Those of the configuration; the missing ones from `secrets.json` in the data folder, which is made when it is not there. */
export function readSecrets(configuration: Configuration): Secrets {
  const path = join(configuration.data, 'secrets.json')
  const kept = keptIn(path)
  return {
    link: configuration.secret === undefined ? kept.link : anew(configuration.secret, kept.linksSince),
    webhook: configuration.webhookSecret ?? kept.webhook,
    tombstone: configuration.tombstoneSecret ?? kept.tombstone,
    writeKeys: configuration.writeKeys.length > 0 ? configuration.writeKeys : kept.writeKeys,
    browserKeys: configuration.browserKeys.length > 0 ? configuration.browserKeys : kept.browserKeys,
    adminKeys: configuration.adminKeys.length > 0 ? configuration.adminKeys : kept.adminKeys,
  }
}

/** The keys that open the admin doors: the given ones, and those that are made while the server runs. */
export function adminKeysOf({ data, adminKeys }: Pick<Configuration, 'data' | 'adminKeys'>, secrets: Secrets, now: () => number): AdminKeyRing {
  return openAdminKeys({ data, given: secrets.adminKeys, from: adminKeys.length > 0 ? 'settings' : 'this machine', now })
}

/** The secrets that sign webhooks. */
export function webhookSecretsOf({ data, webhookSecret }: Pick<Configuration, 'data' | 'webhookSecret'>, secrets: Secrets): WebhookSecretRing {
  return openWebhookSecrets({ data, given: secrets.webhook, from: webhookSecret === undefined ? 'this machine' : 'settings' })
}

/** A key that opens the admin doors from this machine: configured, or made at an earlier start. Makes nothing. */
export function knownAdminKey(configuration: Pick<Configuration, 'data' | 'adminKeys'>): string | undefined {
  const path = join(configuration.data, 'secrets.json')
  const [given] = configuration.adminKeys
  if (given !== undefined) return splitAdminKey(given).key
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>).adminKeys?.[0] : undefined
}

/** A key that events may be sent with from this machine: configured, or made at an earlier start. Makes nothing. */
export function knownWriteKey(configuration: Pick<Configuration, 'data' | 'writeKeys'>): string | undefined {
  const path = join(configuration.data, 'secrets.json')
  return configuration.writeKeys[0] ?? (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Secrets).writeKeys[0] : undefined)
}

/** A key for pages: configured, or made at an earlier start. Makes nothing. */
export function knownBrowserKey(configuration: Pick<Configuration, 'data' | 'browserKeys'>): string | undefined {
  const path = join(configuration.data, 'secrets.json')
  return configuration.browserKeys[0] ?? (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>).browserKeys?.[0] : undefined)
}

/** Makes another secret for links in mails, also of one that the settings name: from the next start on, no link that was signed before leads anywhere. */
export function renewLinkSecret({ data }: Pick<Configuration, 'data'>): void {
  const path = join(data, 'secrets.json')
  const [link, linksSince] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('base64url')]
  replaceFile(path, `${JSON.stringify({ ...keptIn(path), link, linksSince }, undefined, 2)}\n`)
}

/** A given secret as it signs since links began anew here; itself where they never did. */
function anew(secret: string, since: string | undefined): string {
  return since === undefined ? secret : createHmac('sha256', secret).update(`links since ${since}`).digest('base64url')
}

interface Kept extends Secrets {
  /** Chance, from when links began anew although their secret comes from the settings. */
  readonly linksSince?: string
}

/** What was made at an earlier start; what an earlier version did not know of is made now. */
function keptIn(path: string): Kept {
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Kept>) : {}
  return known.adminKeys === undefined || known.tombstone === undefined || known.browserKeys === undefined ? keep(path, known) : (known as Kept)
}

function keep(path: string, known: Partial<Kept>): Kept {
  const made: Kept = {
    link: randomBytes(32).toString('base64url'),
    webhook: `whsec_${randomBytes(32).toString('base64')}`,
    tombstone: randomBytes(32).toString('base64url'),
    writeKeys: [`wk_${randomBytes(18).toString('base64url')}`],
    browserKeys: [`web_${randomBytes(12).toString('base64url')}`],
    adminKeys: [`ak_${randomBytes(24).toString('base64url')}`],
    ...known,
  }
  // Two starts at once must not make two sets; only what is there already is written over, with everything it had.
  const flag = known.link === undefined ? 'wx' : 'w'
  writeFileSync(path, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600, flag })
  return made
}
