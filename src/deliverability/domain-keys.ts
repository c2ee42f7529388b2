// Keys that sign the mails of a domain (DKIM, RFC 6376): made here, kept one file a domain in a folder of the data folder that only its owner
// reads. A key signs from the first check that found its other half in the DNS; before, receivers would see a signature that nobody can verify.

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFile } from '../settings/kept-file.ts'

export interface DomainKey {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
  /** UTC milliseconds. */
  readonly createdAt: number
  /** When a check first found it in the DNS; it signs nothing before. */
  readonly publishedAt?: number
}

/** Larger keys do not fit into what some DNS providers take; smaller ones are refused by receivers from 2026 on. */
const keyBits = 2048

/** Makes a key for the domain, or gives the one that is there. */
export function ensureDomainKey(
  folder: string,
  { domain, selector, now }: { readonly domain: string; readonly selector: string; readonly now: number },
): DomainKey {
  const known = readDomainKey(folder, domain)
  if (known !== undefined) return known
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: keyBits })
  const key: DomainKey = { domain, selector, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), createdAt: now }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Whole from the first moment on, and never over one that another process made meanwhile.
  const made = join(folder, `${domain}.made-${process.pid}`)
  replaceFile(made, text(key))
  try {
    linkSync(made, fileOf(folder, domain))
  } finally {
    rmSync(made)
  }
  return key
}

/** Undefined when none was made. */
export function readDomainKey(folder: string, domain: string): DomainKey | undefined {
  const file = fileOf(folder, domain)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DomainKey) : undefined
}

/** Domains that have a key. */
export function domainsWithKey(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
}

/** From now on the key signs. */
export function notePublished(folder: string, key: DomainKey, now: number): void {
  replaceFile(fileOf(folder, key.domain), text({ ...key, publishedAt: now }))
}

/** The half of the key that stands in the DNS, in base64. */
export function publicHalf({ privateKey }: Pick<DomainKey, 'privateKey'>): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
}

/** The key that signs for a domain at this moment; undefined when none does. Notices a key that another process made or found published. */
export function signingKeys(folder: string): (domain: string) => DomainKey | undefined {
  const held = new Map<string, { readonly state: string; readonly key: DomainKey | undefined }>()
  return (domain) => {
    if (!isDomainName(domain)) return undefined
    const found = statSync(fileOf(folder, domain), { throwIfNoEntry: false })
    if (found === undefined) return undefined
    // Two files within a tick of the system's clock have the same time; the number and the size tell them apart.
    const state = `${found.ino} ${found.size} ${found.mtimeMs}`
    const known = held.get(domain)
    if (known?.state === state) return known.key
    const key = readDomainKey(folder, domain)
    const signing = key?.publishedAt === undefined ? undefined : key
    held.set(domain, { state, key: signing })
    return signing
  }
}

/** Whether it is the name of a domain, in ASCII and small letters, of at least two parts. */
export function isDomainName(domain: string): boolean {
  return domain.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(domain)
}

function fileOf(folder: string, domain: string): string {
  return join(folder, `${domain}.json`)
}

function text(key: DomainKey): string {
  return `${JSON.stringify(key, undefined, 2)}\n`
}
