// The tokens in links about consent: which question is answered, whose preferences are shown. They hold no address, and one made for one of
// the two does not open the other.

import type { ConsentLinks } from '../../runtime/sending/consent-facts.ts'
import { createSeals } from '../links/seal.ts'

/** The question behind a confirm link. */
export interface ConfirmClaim {
  readonly subscriber: number
  /** The key of the message that asks. */
  readonly ask: string
  readonly topics: readonly string[]
  readonly locale?: string
}

export interface ConsentTokens {
  readonly confirm: { sign(claim: ConfirmClaim): string; verify(token: string): ConfirmClaim | undefined }
  readonly preferences: { sign(subscriber: number): string; verify(token: string): number | undefined }
}

/** Secrets as for `createSeals`. */
export function createConsentTokens(secrets: readonly string[]): ConsentTokens {
  const questions = createSeals(secrets, 'oncue double opt-in 1')
  const preferences = createSeals(secrets, 'oncue preferences 1')
  return {
    confirm: {
      sign: ({ subscriber, ask, topics, locale }) => questions.seal(JSON.stringify([subscriber, ask, topics, locale ?? null])),
      verify(token) {
        const text = questions.open(token)
        if (text === undefined) return undefined
        const [subscriber, ask, topics, locale] = JSON.parse(text) as [number, string, string[], string | null]
        return { subscriber, ask, topics, ...(locale === null ? {} : { locale }) }
      },
    },
    preferences: {
      sign: (subscriber) => preferences.seal(String(subscriber)),
      verify(token) {
        const text = preferences.open(token)
        return text === undefined ? undefined : Number(text)
      },
    },
  }
}

/** The addresses of the pages, below the one under which this server is reached. */
export function consentLinksBelow(publicUrl: Promise<string>, { confirm, preferences }: ConsentTokens): ConsentLinks {
  return {
    confirm: async (question) => `${await publicUrl}/confirm/${confirm.sign(question)}`,
    preferences: async (subscriber) => `${await publicUrl}/preferences/${preferences.sign(subscriber)}`,
  }
}
