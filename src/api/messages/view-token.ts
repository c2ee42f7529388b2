// The link under which a browser shows a kept message: which message, and until when. Whoever has it sees that one message and nothing else.

import { createSeals, type Seals } from '../links/seal.ts'

export interface ViewClaim {
  /** The message: the key of its effect. */
  readonly message: string
  /** UTC milliseconds. */
  readonly expiresAt: number
  /** whole, or without the links by which the person acts. */
  readonly shows: 'whole' | 'without own links'
}

export interface ViewTokens {
  sign(claim: ViewClaim): string
  /** The claim; undefined for anything that was not signed with one of the secrets. Whether it has expired is the caller's to ask. */
  verify(token: string): ViewClaim | undefined
}

/** Where the pages are, below the server's address. */
export const viewPath = '/view/'

/** Where a mail is a page for its reader, below the server's address. */
export const pagePath = '/mail/'

/** Seals the key of a mail for the link to its page, the same for the same mail; secrets as for `createSeals`. */
export function createPageSeals(secrets: readonly string[]): Seals {
  return createSeals(secrets, 'oncue mail page 1')
}

/** Where a mail is a page, below the address under which browsers reach this server. */
export function pageLinksBelow(publicUrl: string | Promise<string>, pages: Seals) {
  return async (message: string): Promise<string> => `${await publicUrl}${pagePath}${pages.seal(message)}`
}

/** Stands before a claim that shows a message without those links. */
const blank = 'blank:'

/** Tokens of links that show a message; secrets as for `createSeals`. */
export function createViewTokens(secrets: readonly string[]): ViewTokens {
  const seals = createSeals(secrets, 'oncue message view 1')
  return {
    sign: ({ message, expiresAt, shows }) => seals.seal(`${shows === 'whole' ? '' : blank}${expiresAt} ${message}`),
    verify(token) {
      const text = seals.open(token)
      if (text === undefined) return undefined
      const space = text.indexOf(' ')
      const isBlank = text.startsWith(blank)
      const expiresAt = Number(text.slice(isBlank ? blank.length : 0, space))
      return { message: text.slice(space + 1), expiresAt, shows: isBlank ? 'without own links' : 'whole' }
    },
  }
}
