// What a mail says about consent: where its reader chooses what comes, and, in the mail that asks to confirm a double opt-in, what it asks
// about and where it is answered. Nothing of it names the reader.

import type { ProgramSource } from '../../engine/program.ts'
import type { OptInQuestion } from '../../model/effect.ts'
import type { Facts } from '../../model/facts.ts'
import { topicTitle } from '../../model/topic.ts'
import type { Work } from '../requests.ts'

/** Pages on which consent is given and changed; without them mails have no links to any. */
export interface ConsentLinks {
  /** Where the question that a message asks is answered; `ask` is the message's key. */
  readonly confirm: (question: OptInQuestion & { readonly subscriber: number; readonly ask: string }) => string | Promise<string>
  /** Where this subscriber chooses what comes. */
  readonly preferences: (subscriber: number) => string | Promise<string>
}

/** Nothing for what is no mail. */
export async function consentFacts(
  { consentLinks, source }: { readonly consentLinks?: ConsentLinks | undefined; readonly source: Pick<ProgramSource, 'workspace'> },
  { effect, delivery, transmission }: Work,
): Promise<Pick<Facts, 'preferences_url' | 'confirm_url' | 'topics'>> {
  if (effect.kind !== 'send') return {}
  const { subscriber } = delivery
  const { optIn } = transmission
  if (optIn === undefined) return consentLinks === undefined ? {} : { preferences_url: await consentLinks.preferences(subscriber) }
  const locale = optIn.locale ?? transmission.attributes['locale']
  const topics = optIn.topics.map((name) => topicTitle(source.workspace.topics, name, [typeof locale === 'string' ? locale : undefined]))
  return { topics, ...(consentLinks === undefined ? {} : { confirm_url: await consentLinks.confirm({ ...optIn, subscriber, ask: effect.key }) }) }
}
