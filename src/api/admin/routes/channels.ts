// The door that shows how the ways to people stand: rate, concurrency, what rests because it does not answer, and whether a second way is in use.

import { z } from 'zod'
import { channelNames } from '../../../model/channel-names.ts'
import { readOutcome } from '../../../model/read-sentence.ts'
import { type AdminParts, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'

const way = named('WayOut', {
  name: z.string().describe('smtp, ses, ...; the second way has "(fallback)" behind it'),
  state: z.enum(['closed', 'open', 'probing']).describe('closed: it works; open: it rests because it did not answer; probing: one message tries it'),
  restsUntil: z.int().nullable().describe('While it rests: when it is tried again, UTC milliseconds'),
  isUsed: z.boolean().describe('Whether the next message goes this way'),
  lastError: z
    .strictObject({ at: z.int().describe('UTC milliseconds'), reason: z.string().describe('What was said, without addresses'), said })
    .nullable()
    .describe(
      'The last time since the start that a message could not be handed over, or nobody knows whether it was; null for never. What only one message was at fault for stands with the message',
    ),
  failsSince: z.int().nullable().describe('Since when it took nothing of what was tried, UTC milliseconds; null once it took something'),
})

export const channelReport = named('ChannelReport', {
  channel: z.enum(channelNames),
  atOnce: z.int().describe('Messages that may be under way at a time'),
  underWay: z.int(),
  lastSentAt: z.int().nullable().describe('When the last message was taken, UTC milliseconds; null when none was since the start'),
  perSecond: z.number().nullable().describe('Messages a second at most; null: no limit'),
  mayGo: z.int().nullable().describe('How many the rate lets through at this instant; null: no limit'),
  ways: z.array(way).describe('In the order in which they are tried; none for the mailbox and for popups'),
})

export const channelRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/channels',
    name: 'listChannels',
    group: 'Sending',
    summary: 'How the ways out stand: rates, what rests, and whether a second way is in use',
    description: 'Empty while no server runs.',
    answer: z.strictObject({ channels: z.array(channelReport) }),
    handle: async (_request, { channels }) => ({ channels: (channels?.() ?? []).map((one) => ({ ...one, ways: one.ways.map(toldWay) })) }),
  }),
]

type Way = ReturnType<NonNullable<AdminParts['channels']>>[number]['ways'][number]

/** With its last error as data. */
function toldWay(way: Way) {
  const { lastError } = way
  return { ...way, lastError: lastError === null ? null : { ...lastError, said: readOutcome(lastError.reason) } }
}
