// The admin keys there are: those of the settings, the one of this machine, and those that somebody made. Of the last only a hash is kept,
// in a file beside the workspace; a running server sees a change of the file at the next request. When each was last used stands in a file of its own,
// so that a use never writes over a key.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Role, roles } from '../model/admin-role.ts'
import { readKeptNotes, replaceFile } from '../settings/kept-file.ts'

export interface AdminKeyEntry {
  readonly name: string
  readonly role: Role
}

export type ListedAdminKey = AdminKeyEntry & {
  readonly from: 'settings' | 'this machine' | 'kept'
  readonly createdAt: number | undefined
  readonly lastUsedAt: number | undefined
}

export interface AdminKeyRing {
  /** Whoever holds this key. Takes as long whatever is presented. */
  find(presented: string): AdminKeyEntry | undefined
  list(): readonly ListedAdminKey[]
  /** The new key, which is shown once; undefined when the name is taken. `now` is UTC milliseconds. */
  create(key: AdminKeyEntry & { readonly now: number }): string | undefined
  /** False when nobody made a key of that name. */
  revoke(name: string): boolean
  /** Keeps when keys were used, as far as that was not saved yet. */
  close(): void
}

const keptKey = z.strictObject({ name: z.string(), role: z.enum(roles), sha256: z.string(), createdAt: z.number() })
/** As keys were kept before they had roles. */
const keyWithoutRole = keptKey.omit({ role: true }).extend({ may: z.enum(['read', 'change']) })
const keptSchema = z.strictObject({
  keys: z.array(
    z.union([keptKey, keyWithoutRole.transform(({ may, ...rest }): z.output<typeof keptKey> => ({ ...rest, role: may === 'read' ? 'viewer' : 'owner' }))]),
  ),
})
type Kept = z.output<typeof keptSchema>['keys'][number]

type Known = Omit<ListedAdminKey, 'lastUsedAt'> & { readonly hash: Buffer }

const usedSchema = z.strictObject({ used: z.record(z.string(), z.number()) })
/** How long a use may be unsaved: a restart forgets no more than that. */
const saveEveryMs = 60_000

export interface AdminKeysOptions {
  readonly data: string
  readonly given: readonly string[]
  readonly from: 'settings' | 'this machine'
  readonly now: () => number
}

/** `given` are keys in the clear, from the settings or the secrets of this machine, as KEY or NAME:KEY. */
export function openAdminKeys(options: AdminKeysOptions): AdminKeyRing {
  const path = join(options.data, 'admin-keys.json')
  const given = options.given.map((text, index): Known => {
    const { name = options.from === 'settings' ? `settings ${index + 1}` : options.from, key } = splitAdminKey(text)
    return { name, role: 'owner', from: options.from, createdAt: undefined, hash: hashOf(key) }
  })
  let seen = ''
  let kept: readonly Kept[] = []
  const read = (): readonly Kept[] => {
    const state = stateOf(path)
    if (state !== seen) kept = state === '' ? [] : keptSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).keys
    seen = state
    return kept
  }
  const all = (): Known[] => [...given, ...read().map((one): Known => ({ ...one, from: 'kept', hash: Buffer.from(one.sha256, 'base64url') }))]
  const uses = openUses(join(options.data, 'admin-keys-used.json'), options.now)
  return {
    find(presented) {
      const hash = hashOf(presented)
      let found: Known | undefined
      // Every key is compared, so that the time does not say which one was nearly right.
      for (const one of all()) if (timingSafeEqual(one.hash, hash)) found = one
      if (found !== undefined) uses.note(found.name)
      return found && { name: found.name, role: found.role }
    },
    list: () => all().map(({ name, role, from, createdAt }) => ({ name, role, from, createdAt, lastUsedAt: uses.of(name) })),
    create({ name, role, now }) {
      if (all().some((one) => one.name === name)) return undefined
      const key = `ak_${randomBytes(24).toString('base64url')}`
      write(path, [...read(), { name, role, sha256: hashOf(key).toString('base64url'), createdAt: now }])
      return key
    },
    revoke(name) {
      const left = read().filter((one) => one.name !== name)
      if (left.length === read().length) return false
      write(path, left)
      uses.forget(name)
      return true
    },
    close: uses.save,
  }
}

interface Uses {
  of(name: string): number | undefined
  note(name: string): void
  /** A new key of the same name was never used. */
  forget(name: string): void
  save(): void
}

function openUses(path: string, now: () => number): Uses {
  const used = new Map(Object.entries(readKeptNotes(path, usedSchema, { used: {} }).used))
  let savedAt = 0
  let isSaved = true
  const save = (): void => {
    if (isSaved) return
    savedAt = now()
    isSaved = true
    try {
      replaceFile(path, JSON.stringify({ used: Object.fromEntries(used) }))
    } catch {
      // When a key was last used is no reason to refuse anybody.
    }
  }
  return {
    of: (name) => used.get(name),
    note(name) {
      used.set(name, now())
      isSaved = false
      if (now() - savedAt > saveEveryMs) save()
    },
    forget(name) {
      if (used.delete(name)) isSaved = false
      save()
    },
    save,
  }
}

/** A key as it stands in the settings: KEY, or NAME:KEY. */
export function splitAdminKey(text: string): { readonly name?: string; readonly key: string } {
  const match = /^([\w][\w .@-]*):(.+)$/.exec(text)
  return match?.[1] === undefined || match[2] === undefined ? { key: text } : { name: match[1], key: match[2] }
}

/** Keys are random and long, so a plain hash cannot be turned back by trying. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** What changes when the file changes; "" when there is none. */
function stateOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`
}

/** A reader sees the whole old file or the whole new one. */
function write(path: string, keys: readonly Kept[]): void {
  replaceFile(path, `${JSON.stringify({ keys }, undefined, 2)}\n`)
}
