// What somebody last said about each topic on each channel, with the evidence, in one list. It decides nothing.

import type { ConsentChannel, Evidence } from './consent.ts'

interface Said {
  readonly subscribed: boolean
  readonly at: number
  readonly evidence?: Evidence | undefined
}

export interface SaidConsent extends Said {
  readonly topic: string
  readonly channel: ConsentChannel
}

/** By channel, mail first, and in the order in which topics were first spoken of. */
export function saidConsents(state: {
  readonly topics: Readonly<Record<string, Said>>
  readonly channelTopics: { readonly [Channel in ConsentChannel]?: Readonly<Record<string, Said>> }
}): SaidConsent[] {
  const { topics, channelTopics } = state
  return Object.entries({ ...channelTopics, email: topics })
    .sort(([one], [other]) => Number(other === 'email') - Number(one === 'email'))
    .flatMap(([channel, said]) => Object.entries(said).map(([topic, word]) => ({ topic, channel: channel as ConsentChannel, ...word })))
}
