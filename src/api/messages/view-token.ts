// The link under which a browser shows a kept message: which message, and until when. Whoever has it sees that one message and nothing else.

import { createSeals } from '../links/seal.ts'

export interface ViewClaim {
  /** The message: the key of its effect. */
  readonly message: string
  /** UTC milliseconds. */
  readonly expiresAt: number
}

export interface ViewTokens {
  sign(claim: ViewClaim): string
  /** The claim; undefined for anything that was not signed with one of the secrets. Whether it has expired is the caller's to ask. */
  verify(token: string): ViewClaim | undefined
}

/** Where the pages are, below the server's address. */
export const viewPath = '/view/'

/** Tokens of links that show a message; secrets as for `createSeals`. */
export function createViewTokens(secrets: readonly string[]): ViewTokens {
  const seals = createSeals(secrets, 'oncue message view 1')
  return {
    sign: ({ message, expiresAt }) => seals.seal(`${expiresAt} ${message}`),
    verify(token) {
      const text = seals.open(token)
      if (text === undefined) return undefined
      const space = text.indexOf(' ')
      return { message: text.slice(space + 1), expiresAt: Number(text.slice(0, space)) }
    },
  }
}
