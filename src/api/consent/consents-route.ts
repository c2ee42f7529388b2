// What a shop's own server knows about consent: a yes or a no that was said at its checkout, in its account pages or on paper, with the evidence.
// Only a server may say it. A word under a messageId that was taken in before changes nothing, and one that is older than the last does not either.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { personalChannels } from '../../model/channel-names.ts'
import { consentChannels, type Evidence, everyTopic } from '../../model/consent.ts'
import type { Workspace } from '../../model/definitions.ts'
import type { Command } from '../../model/input.ts'
import { limits } from '../../model/limits.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { CommandIdentity, Inbox } from '../../runtime/inbox.ts'
import { basicKey, type Keys } from '../keys.ts'
import { sendProblem } from '../problem.ts'
import { type AddressKeeping, keptAddress } from './evidence.ts'

export interface ConsentsOptions {
  readonly inbox: Pick<Inbox, 'command'>
  readonly keys: Keys
  readonly clock: Pick<Clock, 'now'>
  readonly workspace: () => Workspace
  readonly secret: string
}

const id = z.string().min(1).max(limits.idCharacters)
const part = (characters: number) => z.string().min(1).max(characters)
/** More at once come in several requests. */
const mostWords = 100

const wordSchema = z
  .strictObject({
    type: z.literal('consent').optional(),
    messageId: id.optional(),
    userId: id.optional(),
    anonymousId: id.optional(),
    topic: id.optional(),
    channel: z.enum(consentChannels).optional(),
    tracking: z.literal(true).optional(),
    given: z.boolean(),
    timestamp: z.iso.datetime({ offset: true }).optional(),
    evidence: z
      .strictObject({ page: part(2048), ip: z.union([z.ipv4(), z.ipv6()]), agent: part(512), wording: part(200), address: part(320), reason: part(200) })
      .partial()
      .optional(),
  })
  .refine(({ userId, anonymousId }) => userId !== undefined || anonymousId !== undefined, 'userId or anonymousId is missing')
  .refine(({ topic, tracking }) => (topic === undefined) !== (tracking === undefined), 'name a topic, or tracking: true, and not both')
  .refine(({ tracking, channel }) => tracking === undefined || channel === undefined, 'tracking has no channel')
type Word = z.infer<typeof wordSchema>
const bodySchema = z.union([z.strictObject({ batch: z.array(wordSchema).min(1).max(mostWords) }), wordSchema])

/** Registers POST /v1/consents. */
export function consentsRoute(app: FastifyInstance, options: ConsentsOptions): void {
  app.post('/v1/consents', (request, reply) => receive(request, reply, options))
}

async function receive(request: FastifyRequest, reply: FastifyReply, options: ConsentsOptions): Promise<FastifyReply> {
  const key = options.keys.find(basicKey(request.headers.authorization) ?? '')
  if (key?.kind !== 'server') {
    reply.header('www-authenticate', 'WriteKey')
    return sendProblem(reply, {
      code: 'unauthorized',
      detail: 'Send the key of a server as user name of Basic authentication: pages may not speak of consent.',
    })
  }
  const parsed = bodySchema.safeParse(request.body)
  if (!parsed.success) return sendProblem(reply, { code: 'bad-request', detail: faultOf(request.body) })
  const words = 'batch' in parsed.data ? parsed.data.batch : [parsed.data]
  const now = options.clock.now()
  const faults = words.flatMap((word, index) => placed(faultIn(word, options.workspace(), now), words.length > 1 ? index : undefined))
  if (faults[0] !== undefined) return sendProblem(reply, { code: 'bad-request', detail: faults[0] })
  // In their order: two of them may be about the same.
  for (const word of words) await options.inbox.command(identityOf(word), commandOf(word, options), 'api')
  return reply.send({ success: true, accepted: words.length })
}

function faultOf(body: unknown): string {
  const batch = (body as { batch?: unknown } | null | undefined)?.batch
  const schema = batch === undefined ? wordSchema : z.strictObject({ batch: z.array(wordSchema).min(1).max(mostWords) })
  const issue = schema.safeParse(body).error?.issues[0]
  if (issue === undefined || (issue.path.length === 0 && issue.code === 'invalid_type')) return 'The body must be a JSON object.'
  if (issue.path.length === 0) return `${issue.message}.`
  const said = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], body)
  return said === undefined ? `${issue.path.join('.')} is missing.` : `${issue.path.join('.')}: ${issue.message}.`
}

function faultIn({ topic, timestamp }: Word, { topics }: Workspace, now: number): string | undefined {
  if (timestamp !== undefined && Date.parse(timestamp) > now + 60_000) return 'timestamp lies in the future.'
  if (topic === undefined || topics === undefined) return undefined
  const known = [everyTopic, ...personalChannels, ...topics.map((one) => one.topic)]
  return known.includes(topic) ? undefined : `topic: there is nothing called ${JSON.stringify(topic)} in workspace.yaml.`
}

function placed(fault: string | undefined, index: number | undefined): string[] {
  if (fault === undefined) return []
  return [index === undefined ? fault : `batch.${index}: ${fault}`]
}

function identityOf({ userId, anonymousId }: Word): CommandIdentity {
  return { ...(userId === undefined ? {} : { userId }), ...(anonymousId === undefined ? {} : { anonymousId }) }
}

function commandOf(word: Word, { workspace, secret }: ConsentsOptions): Command {
  const { topic, channel, given, messageId } = word
  const evidence = evidenceIn(word, workspace().policy?.evidence ?? 'shortened', secret)
  const more = {
    reason: word.evidence?.reason ?? 'api',
    evidence,
    // Told apart from those of events: an order and the yes at its checkout may well have one id.
    ...(messageId === undefined ? {} : { messageId: `consent:${messageId}` }),
  }
  if (topic === undefined) return { do: given ? 'allow tracking' : 'forbid tracking', ...more }
  return { do: given ? 'subscribe' : 'unsubscribe', topic, ...(channel === undefined ? {} : { channel }), ...more }
}

function evidenceIn({ evidence = {}, timestamp }: Word, keeping: AddressKeeping, secret: string): Evidence {
  const { ip: from, reason: _, ...parts } = evidence
  const ip = from === undefined ? undefined : keptAddress(from, keeping, secret)
  const kept = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Evidence
  return { ...(timestamp === undefined ? {} : { at: Date.parse(timestamp) }), ...kept, ...(ip === undefined ? {} : { ip }) }
}
