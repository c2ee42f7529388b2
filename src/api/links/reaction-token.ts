// The token in a link that is followed, and in the picture by which an opening is seen: which message, and which of its links. Where the link
// leads does not stand in it: that is kept with the message, so that nobody can make this server send people anywhere else.

import { createSeals } from './seal.ts'

export interface ReactionClaim {
  /** The message: the key of its effect. */
  readonly message: string
  /** The number of the link; `trap` is the link that no person sees, `open` the picture. */
  readonly link: number | 'trap' | 'open'
}

export interface ReactionTokens {
  sign(claim: ReactionClaim): string
  /** The claim; undefined for anything that was not signed with one of the secrets. */
  verify(token: string): ReactionClaim | undefined
}

/** Tokens of links that are followed; secrets as for `createSeals`. */
export function createReactionTokens(secrets: readonly string[]): ReactionTokens {
  const seals = createSeals(secrets, 'oncue followed link 1')
  return {
    sign: ({ message, link }) => seals.seal(`${link} ${message}`),
    verify(token) {
      const text = seals.open(token)
      if (text === undefined) return undefined
      const space = text.indexOf(' ')
      const link = text.slice(0, space)
      return { message: text.slice(space + 1), link: link === 'trap' || link === 'open' ? link : Number(link) }
    },
  }
}
