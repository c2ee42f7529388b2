// The token in a link of a mail: who may do what with it. It holds no address and cannot be forged or altered (src/api/links/seal.ts).

import { createSeals } from './seal.ts'

/** What the bearer of an unsubscribe link may decide about. */
export interface LinkClaim {
  readonly subscriber: number
  /** The topic of the mail; undefined for all mail. */
  readonly topic?: string
  /** Key of the effect that the mail was sent for. */
  readonly effect: string
}

export interface LinkTokens {
  sign(claim: LinkClaim): string
  /** The claim; undefined for anything that was not signed with one of the secrets. */
  verify(token: string): LinkClaim | undefined
}

/** Tokens of unsubscribe links; secrets as for `createSeals`. */
export function createLinkTokens(secrets: readonly string[]): LinkTokens {
  const seals = createSeals(secrets, 'oncue unsubscribe link 1')
  return {
    sign: ({ subscriber, topic, effect }) => seals.seal(JSON.stringify([subscriber, topic ?? null, effect])),
    verify(token) {
      const text = seals.open(token)
      if (text === undefined) return undefined
      const [subscriber, topic, effect] = JSON.parse(text) as [number, string | null, string]
      return { subscriber, ...(topic !== null && { topic }), effect }
    },
  }
}

/** Where somebody unsubscribes, below the address under which browsers reach this server; from everything where the topic is `all`. */
export function unsubscribeLinksBelow(publicUrl: string | Promise<string>, tokens: LinkTokens) {
  return async ({ subscriber, topic, effect }: Required<LinkClaim>): Promise<string> =>
    `${await publicUrl}/u/${tokens.sign({ subscriber, effect, ...(topic === 'all' ? {} : { topic }) })}`
}
