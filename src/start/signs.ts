// What signs the links and handles that leave with messages and come back with people, each for one purpose.

import type { Secrets } from '../access/secrets.ts'
import { createConsentTokens } from '../api/consent/consent-tokens.ts'
import { createLinkTokens } from '../api/links/link-token.ts'
import { createReactionTokens } from '../api/links/reaction-token.ts'
import { createSeals } from '../api/links/seal.ts'
import { createPageSeals, createViewTokens } from '../api/messages/view-token.ts'
import { smsStatusPurpose } from '../api/sms/sms-routes.ts'
import { createMessageHandles } from '../inbound/message-handle.ts'

export type Signs = ReturnType<typeof signsOf>

export function signsOf({ link }: Pick<Secrets, 'link'>) {
  return {
    unsubscribe: createLinkTokens([link]),
    consent: createConsentTokens([link]),
    reactions: createReactionTokens([link]),
    pages: createPageSeals([link]),
    views: createViewTokens([link]),
    smsStatus: createSeals([link], smsStatusPurpose),
    handles: createMessageHandles(link),
  }
}
