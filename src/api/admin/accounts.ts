// The people of the team who sign in, as the doors know them. src/access/admin-accounts.ts keeps them.

import type { Role } from '../../model/admin-role.ts'

export interface ListedAccount {
  readonly name: string
  readonly role: Role
  readonly hasSecondFactor: boolean
  /** Codes for a lost device that were not used. */
  readonly spareCodesLeft: number
  readonly createdAt: number
  readonly lastSignInAt: number | undefined
}

/** An open session, without what would let anybody use it. */
export interface ListedSession {
  readonly id: string
  /** The one that asks. */
  readonly isThisOne: boolean
  readonly openedAt: number
  readonly seenAt: number
  /** The network address that it was opened from. */
  readonly from: string | undefined
  /** The browser in a few words, such as "Firefox on Linux". */
  readonly browser: string | undefined
}

export type SignIn =
  | {
      readonly ok: true
      readonly token: string
      readonly name: string
      readonly role: Role
      /** Codes of the second factor that were wrong since the last right one: whoever gave them had the password. */
      readonly wrongCodes: number
    }
  | { readonly ok: false; readonly why: 'wrong' | 'code needed' | 'wait' | 'codes wait' }

export interface AdminAccounts {
  list(): readonly ListedAccount[]
  /** Why the password cannot be taken; undefined when it can. */
  refusalOf(password: string, name: string): string | undefined
  /** False when the name is taken. */
  create(account: { readonly name: string; readonly role: Role; readonly password: string; readonly now: number }): Promise<boolean>
  /** Whether somebody may do everything. */
  hasOwner(): boolean
  /** Makes the owner while there is none: of several at once only one is made. */
  createFirstOwner(account: { readonly name: string; readonly password: string; readonly now: number }): Promise<'done' | 'has owner' | 'name taken'>
  /** Takes as long whether the name exists or not. A code that was used once is used up. `from` is the network address that it comes from. */
  signIn(given: {
    readonly name: string
    readonly password: string
    readonly code?: string | undefined
    readonly from: string
    /** In a few words. */
    readonly browser?: string | undefined
    readonly now: number
  }): Promise<SignIn>
  /** Whose open session it is. */
  find(token: string, now: number): { readonly name: string; readonly role: Role } | undefined
  signOut(token: string): void
  /** The open sessions of an account; `own` is the token of the one that asks. */
  sessionsOf(name: string, now: number, own?: string): readonly ListedSession[]
  /** Ends one session, or all but the one whose token is kept. Says how many. */
  endSessions(name: string, which?: { readonly id?: string; readonly keeps?: string | undefined }): number
  /** Whether that is the password of somebody who has signed in: counted like a try to sign in, because it may be somebody else at their desk. */
  prove(given: { readonly name: string; readonly password: string; readonly from: string; readonly now: number }): Promise<'right' | 'wrong' | 'wait'>
  /** Ends every session of the account but one; with `forgetsSecondFactor`, it signs in without one from now on. False when there is no such account. */
  setPassword(name: string, password: string, more?: { readonly keeps?: string | undefined; readonly forgetsSecondFactor?: true }): Promise<boolean>
  /** 'last owner': somebody has to be left who may do everything. */
  setRole(name: string, role: Role): 'done' | 'unknown' | 'last owner'
  remove(name: string): 'done' | 'unknown' | 'last owner'
  /** A new secret, which counts once a code of it was given. Undefined when there is no such account. */
  beginSecondFactor(name: string): { readonly secret: string; readonly uri: string; readonly picture: string } | undefined
  /** Codes that each stand in for a lost device once; undefined when the code is not right. */
  confirmSecondFactor(name: string, code: string, now: number): readonly string[] | undefined
  /** New ones in place of those that are left; undefined without a second factor. */
  renewSpareCodes(name: string): readonly string[] | undefined
  dropSecondFactor(name: string): boolean
}
