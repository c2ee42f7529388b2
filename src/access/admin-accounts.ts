// The people of the team who sign in with a name and a password, and the sessions that are open. Of a password only an Argon2id hash is kept, of a
// session only a SHA-256 of its token, in a file beside the workspace that nobody but its owner reads. It knows nothing of HTTP.

import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { AdminAccounts, ListedAccount, ListedSession, SignIn } from '../api/admin/accounts.ts'
import { type Role, roles } from '../model/admin-role.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { readKeptFile, replaceFile } from '../settings/kept-file.ts'
import { type Device, forgetSecondFactor, newSecret, renewSpare, secondFactorSchema, takeCode, takeDevice } from './second-factor.ts'
import { createSignInTries } from './sign-in-tries.ts'

const accountSchema = z.strictObject({
  name: z.string(),
  role: z.enum(roles),
  salt: z.string(),
  hash: z.string(),
  createdAt: z.number(),
  lastSignInAt: z.number().optional(),
  ...secondFactorSchema.shape,
})
type Account = z.output<typeof accountSchema>
const sessionSchema = z.strictObject({
  sha256: z.string(),
  name: z.string(),
  openedAt: z.number(),
  seenAt: z.number(),
  /** Where it was opened: the network address, and the browser in a few words. */
  from: z.string().optional(),
  browser: z.string().optional(),
})
type Session = z.output<typeof sessionSchema>
const keptSchema = z.strictObject({ accounts: z.array(accountSchema), sessions: z.array(sessionSchema) })

const hashOf = promisify(argon2)
/** OWASP's choice for Argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
/** How long a seen session may be unsaved: a restart forgets no more than that. */
const seenEveryMs = 60_000

export interface AccountsOptions {
  readonly data: string
  /** What an authenticator app shows. */
  readonly issuer: string
  /** How far the clock that the doors tell the time by was wound ahead of the world's: people sign in by the world's. */
  readonly leadMs?: () => number
}

/** Opens the accounts of a data folder. */
export function openAdminAccounts(options: AccountsOptions): AdminAccounts {
  return new KeptAccounts(options)
}

class KeptAccounts implements AdminAccounts {
  readonly #path: string
  readonly #issuer: string
  readonly #leadMs: () => number
  #accounts: Account[]
  #sessions: Session[]
  /** Secrets that were shown and not confirmed yet. */
  readonly #begun = new Map<string, string>()
  readonly #tries = createSignInTries()
  /** Hashing takes memory: so many at a time. */
  #hashing = 0

  constructor({ data, issuer, leadMs = () => 0 }: AccountsOptions) {
    const path = join(data, 'admins.json')
    this.#path = path
    this.#issuer = issuer
    this.#leadMs = leadMs
    const kept = readKeptFile(path, keptSchema, { accounts: [], sessions: [] })
    this.#accounts = kept.accounts
    this.#sessions = kept.sessions
  }

  list(): readonly ListedAccount[] {
    return this.#accounts.map(({ name, role, secret, spare = [], createdAt, lastSignInAt }) => ({
      name,
      role,
      hasSecondFactor: secret !== undefined,
      spareCodesLeft: spare.length,
      createdAt,
      lastSignInAt,
    }))
  }

  refusalOf(password: string, name: string): string | undefined {
    const [least, most] = [limits.passwordCharactersLeast, limits.passwordCharactersMost]
    if ([...password].length < least) return mistake('password-too-short', { count: least })
    if ([...password].length > most) return mistake('password-too-long', { count: most })
    const plain = password.toLowerCase()
    if (plain.includes(name.toLowerCase()) || new Set(plain).size < 5) return mistake('password-too-easy')
    return undefined
  }

  async create({ name, role, password, now: told }: Parameters<AdminAccounts['create']>[0]): Promise<boolean> {
    const now = told - this.#leadMs()
    if (this.#find(name) !== undefined) return false
    const hashed = await this.#hash(password)
    // Somebody may have been faster.
    if (this.#find(name) !== undefined) return false
    this.#accounts.push({ name, role, ...hashed, createdAt: now })
    this.#save()
    return true
  }

  hasOwner(): boolean {
    return this.#accounts.some(({ role }) => role === 'owner')
  }

  async createFirstOwner({ name, password, now: told }: Parameters<AdminAccounts['createFirstOwner']>[0]): Promise<'done' | 'has owner' | 'name taken'> {
    const now = told - this.#leadMs()
    const hashed = await this.#hash(password)
    // From here on nothing waits, so of two browsers at once one comes first.
    if (this.hasOwner()) return 'has owner'
    if (this.#find(name) !== undefined) return 'name taken'
    this.#accounts.push({ name, role: 'owner', ...hashed, createdAt: now })
    this.#save()
    return 'done'
  }

  async signIn({ name, password, code, from, browser, now: told }: Parameters<AdminAccounts['signIn']>[0]): Promise<SignIn> {
    const now = told - this.#leadMs()
    const tried = await this.#tryPassword({ name, password, from, now })
    const account = this.#find(name)
    if (tried !== 'right' || account === undefined) return { ok: false, why: tried === 'wait' ? 'wait' : 'wrong' }
    const wrongCodes = account.wrongCodes?.count ?? 0
    if (account.secret !== undefined) {
      if (code === undefined || code === '') return { ok: false, why: 'code needed' }
      const taken = takeCode(account, this.#device(account), { code, now })
      if (taken === 'wrong') this.#save()
      if (taken !== 'right') return { ok: false, why: taken === 'wrong' ? 'wrong' : 'codes wait' }
    }
    delete account.wrongCodes
    this.#tries.forget(name, from)
    const token = randomBytes(32).toString('base64url')
    account.lastSignInAt = now
    const open = this.#sessions.filter((one) => isOpen(one, now))
    const others = open.filter((one) => one.name !== account.name)
    const own = open.filter((one) => one.name === account.name).slice(1 - limits.sessionsPerAdmin)
    this.#sessions = [...others, ...own, { sha256: sha256(token), name: account.name, openedAt: now, seenAt: now, from, ...(browser && { browser }) }]
    this.#save()
    return { ok: true, token, name: account.name, role: account.role, wrongCodes }
  }

  find(token: string, told: number): { readonly name: string; readonly role: Role } | undefined {
    const now = told - this.#leadMs()
    const presented = Buffer.from(sha256(token))
    const session = this.#sessions.find((one) => timingSafeEqual(Buffer.from(one.sha256), presented))
    const account = session && isOpen(session, now) ? this.#find(session.name) : undefined
    if (session === undefined || account === undefined) return undefined
    const isUnsaved = now - session.seenAt > seenEveryMs
    if (isUnsaved) {
      session.seenAt = now
      this.#save()
    }
    return { name: account.name, role: account.role }
  }

  signOut(token: string): void {
    this.#sessions = this.#sessions.filter(({ sha256: kept }) => kept !== sha256(token))
    this.#save()
  }

  sessionsOf(name: string, told: number, own?: string): readonly ListedSession[] {
    const now = told - this.#leadMs()
    const account = this.#find(name)
    const current = own === undefined ? '' : sha256(own)
    return this.#sessions
      .filter((one) => one.name === account?.name && isOpen(one, now))
      .map((one) => ({ id: idOf(one), isThisOne: one.sha256 === current, openedAt: one.openedAt, seenAt: one.seenAt, from: one.from, browser: one.browser }))
  }

  endSessions(name: string, which: { readonly id?: string; readonly keeps?: string | undefined } = {}): number {
    const account = this.#find(name)
    const kept = which.keeps === undefined ? '' : sha256(which.keeps)
    const before = this.#sessions.length
    this.#sessions = this.#sessions.filter((one) => one.name !== account?.name || one.sha256 === kept || (which.id !== undefined && idOf(one) !== which.id))
    this.#save()
    return before - this.#sessions.length
  }

  async prove({ name, password, from, now: told }: Parameters<AdminAccounts['prove']>[0]): Promise<'right' | 'wrong' | 'wait'> {
    const tried = await this.#tryPassword({ name, password, from, now: told - this.#leadMs() })
    if (tried === 'right') this.#tries.forget(name, from)
    return tried
  }

  async setPassword(name: string, password: string, more: { readonly keeps?: string | undefined; readonly forgetsSecondFactor?: true } = {}): Promise<boolean> {
    const hashed = await this.#hash(password)
    const account = this.#find(name)
    if (account === undefined) return false
    Object.assign(account, hashed)
    delete account.wrongCodes
    if (more.forgetsSecondFactor === true) forgetSecondFactor(account)
    const kept = more.keeps === undefined ? '' : sha256(more.keeps)
    this.#sessions = this.#sessions.filter((one) => one.name !== account.name || one.sha256 === kept)
    this.#save()
    return true
  }

  setRole(name: string, role: Role): 'done' | 'unknown' | 'last owner' {
    const account = this.#find(name)
    if (account === undefined) return 'unknown'
    if (role !== 'owner' && this.#isLastOwner(account)) return 'last owner'
    account.role = role
    this.#save()
    return 'done'
  }

  remove(name: string): 'done' | 'unknown' | 'last owner' {
    const account = this.#find(name)
    if (account === undefined) return 'unknown'
    if (this.#isLastOwner(account)) return 'last owner'
    this.#accounts = this.#accounts.filter((one) => one !== account)
    this.#sessions = this.#sessions.filter((one) => one.name !== account.name)
    this.#save()
    return 'done'
  }

  beginSecondFactor(name: string): { readonly secret: string; readonly uri: string; readonly picture: string } | undefined {
    const account = this.#find(name)
    if (account === undefined) return undefined
    const begun = newSecret(this.#device(account))
    this.#begun.set(account.name, begun.secret)
    return begun
  }

  confirmSecondFactor(name: string, code: string, now: number): readonly string[] | undefined {
    const account = this.#find(name)
    const secret = account && this.#begun.get(account.name)
    if (account === undefined || secret === undefined) return undefined
    const spare = takeDevice(account, this.#device(account), { secret, code, now: now - this.#leadMs() })
    if (spare === undefined) return undefined
    this.#begun.delete(account.name)
    this.#save()
    return spare
  }

  renewSpareCodes(name: string): readonly string[] | undefined {
    const account = this.#find(name)
    if (account?.secret === undefined) return undefined
    const spare = renewSpare(account)
    this.#save()
    return spare
  }

  dropSecondFactor(name: string): boolean {
    const account = this.#find(name)
    if (account?.secret === undefined) return false
    forgetSecondFactor(account)
    this.#save()
    return true
  }

  /** Names differ by more than upper and lower case. */
  #find(name: string): Account | undefined {
    return this.#accounts.find((one) => one.name.toLowerCase() === name.toLowerCase())
  }

  #isLastOwner({ role }: Account): boolean {
    return role === 'owner' && this.#accounts.filter((one) => one.role === 'owner').length === 1
  }

  async #hash(password: string, salt = randomBytes(16).toString('base64url')): Promise<Pick<Account, 'salt' | 'hash'>> {
    this.#hashing += 1
    try {
      // However a keyboard makes an accented letter, it is the same password (NIST SP 800-63B).
      const tag = await hashOf('argon2id', { ...cost, message: password.normalize('NFKC'), nonce: Buffer.from(salt, 'base64url') })
      return { salt, hash: tag.toString('base64url') }
    } finally {
      this.#hashing -= 1
    }
  }

  /** Every password that somebody presents is counted, and takes as long whether the name exists or not. */
  async #tryPassword(tried: {
    readonly name: string
    readonly password: string
    readonly from: string
    readonly now: number
  }): Promise<'right' | 'wrong' | 'wait'> {
    if (this.#hashing >= limits.signInsAtOnce || !this.#tries.take(tried.name, tried.from, tried.now)) return 'wait'
    const account = this.#find(tried.name)
    const { hash } = await this.#hash(tried.password, account?.salt)
    // Compared with the hash of now: a password that was changed meanwhile is the old one.
    return account !== undefined && timingSafeEqual(Buffer.from(hash), Buffer.from(account.hash)) ? 'right' : 'wrong'
  }

  #device({ name }: Account): Device {
    return { issuer: this.#issuer, name }
  }

  /** Whole or not at all. */
  #save(): void {
    const text = JSON.stringify({ accounts: this.#accounts, sessions: this.#sessions })
    replaceFile(this.#path, text)
  }
}

function isOpen({ openedAt, seenAt }: Session, now: number): boolean {
  return now - seenAt < limits.sessionIdleHours * 3_600_000 && now - openedAt < limits.sessionDays * 86_400_000
}

/** How a session is named in lists: nobody can use it. */
function idOf(session: Session): string {
  return session.sha256.slice(0, 12)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
