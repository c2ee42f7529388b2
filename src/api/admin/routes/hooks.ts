// The doors to the hooks of the workspace: what each takes, whether it can be called, what its last calls came to, and what a call would become. A secret is
// never told.

import { z } from 'zod'
import { exampleCall } from '../../../imports/example-call.ts'
import { tryHook } from '../../../imports/try-hook.ts'
import { type HookRule, type InboundHook, signatureKinds } from '../../../model/inbound-hook.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readRefusal } from '../../../model/read-sentence.ts'
import { callDoor } from '../../hooks/hook-routes.ts'
import { readCall } from '../../hooks/read-call.ts'
import { sortMessages } from '../../tracking/sort-messages.ts'
import type { Source } from '../../tracking/source-book.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'
import { logged, toldRequest } from './write-keys.ts'

const group = 'Hooks'
const params = z.strictObject({ hook: z.string().max(64).describe('Its name') })
const headers = z.record(z.string().max(100), z.string().max(8192))
const condition = z.strictObject({ path: z.string(), oneOf: z.array(z.union([z.string(), z.number(), z.boolean()])) })
const rule = named('HookRule', {
  if: z.array(condition).describe('What has to stand where; nothing: it takes every call'),
  event: z.string().nullable().describe('The event that happened; null: only attributes are taken in'),
  who: z.array(z.enum(['userId', 'anonymousId', 'email'])).describe('What says whom it is about'),
  properties: z.array(z.string()).describe('What it may write about the event'),
  attributes: z.array(z.string()).describe('What it may write about the person'),
})
const counted = {
  firstHeardAt: z.int().nullable().describe('UTC milliseconds; null: it was never heard'),
  lastHeardAt: z.int().nullable(),
  accepted: z.int().describe('Messages that were taken in, repetitions included'),
  refused: z.int(),
  lastRefusedAt: z.int().nullable(),
}
const listed = named('Hook', {
  hook: z.string(),
  description: z.string().nullable(),
  path: z.string().describe('Where it is called, below the address of the server'),
  signature: z.enum([...signatureKinds, 'own', 'token']).describe('How a call proves where it is from'),
  header: z.string().nullable().describe('The header that carries an own signature or the token'),
  hasSecret: z.boolean().describe('Without a secret in the setting `hooks` nothing is taken in'),
  take: z.array(rule).describe('The entries in their order: the first that fits is taken'),
  ...counted,
})
const example = z.strictObject({ headers, body: anyObject }).describe('A call that the entry takes, made up')

export const hookRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/hooks',
    name: 'listHooks',
    group,
    summary: 'The hooks at which other systems call: whether each can be called, when it was heard, and what it may write',
    answer: z.strictObject({ since: z.int().describe('Since when it is counted, over restarts: UTC milliseconds'), hooks: z.array(listed) }),
    problems: ['conflict'],
    handle: async (_request, parts) => ({ since: parts.sources?.since ?? 0, hooks: hooksOf(parts).map((one) => told(one, parts)) }),
  }),
  adminRoute({
    method: 'GET',
    path: '/hooks/{hook}',
    name: 'getHook',
    group,
    summary: 'A hook with its last calls, and with a call for each of its entries to try',
    description: `Calls are those of the last ${limits.requestsLogged} requests since the start, also what proved nothing (401) and what fitted no entry (nothing accepted, nothing refused): names only, nobody’s data.`,
    params,
    answer: z.strictObject({ ...listed.shape, calls: z.array(logged), examples: z.array(example) }),
    problems: ['not-found', 'conflict'],
    async handle({ params, now }, parts) {
      const found = hookOf(params.hook, parts)
      const door = callDoor(params.hook)
      const calls = (parts.requestLog?.list() ?? []).filter((one) => one.door === door).map(toldRequest)
      return { ...told(found, parts), calls, examples: found.hook.take.map((one) => exampleOf(one, now)) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/hooks/{hook}/try',
    name: 'tryHook',
    group,
    summary: 'What a call would become: which entry fits, what it makes, where nothing stands, and what would be refused',
    description: 'Asks for no signature and takes nothing in.',
    params,
    body: z.strictObject({
      body: z.string().max(limits.hookBytes).describe('As the other system sends it: JSON, or the fields of a form'),
      headers: headers.default({}).describe('Its headers, in any case'),
    }),
    answer: z.strictObject({
      rule: z.int().nullable().describe('Which entry fits, from 0; null: none, the call would change nothing'),
      messages: z.array(anyObject).describe('Messages of the tracking API'),
      byAddress: z.string().nullable().describe('The address that alone says who it is'),
      missing: z.array(z.string()).describe('Paths of the entry at which nothing stands'),
      refused: z.array(z.strictObject({ index: z.int().describe('Which message, from 0'), reason: z.string(), said })),
    }),
    problems: ['bad-request', 'not-found', 'conflict'],
    isReading: true,
    bodyBytes: limits.hookBytes * 2,
    async handle({ params, body, now }, parts) {
      const { hook } = hookOf(params.hook, parts)
      const sent = Object.fromEntries(Object.entries(body.headers).map(([name, value]) => [name.toLowerCase(), value]))
      const call = readCall(body.body, sent['content-type'])
      if (call === undefined)
        throw new AdminProblem(
          'bad-request',
          'The call holds no JSON object. Fields of a form need the header Content-Type: application/x-www-form-urlencoded.',
        )
      const tried = tryHook(hook, { body: call, headers: sent, id: 'try' })
      // Whoever has the address is found when it is called: whose it is changes nothing about what is refused.
      const messages = tried.messages.map((one) => (tried.byAddress === null ? one : { ...one, anonymousId: 'try' }))
      const { refusals } = sortMessages(messages, { receivedAt: now, trust: 'server', makeMessageId: () => 'try' })
      // Where only an address that is none says it, the event is nobody's either.
      const [first] = tried.byAddress === null ? [] : refusals
      const all = first === undefined ? refusals : messages.map((_, index) => ({ index, reason: first.reason }))
      const refused = all.map(({ index, reason }) => ({ index, reason, said: readRefusal(reason) }))
      return { ...tried, messages: [...tried.messages], missing: [...tried.missing], refused }
    },
  }),
]

type Known = ReturnType<NonNullable<AdminParts['hooks']>>[number]

function hooksOf({ hooks }: AdminParts): readonly Known[] {
  if (hooks === undefined) throw new AdminProblem('conflict', 'No server runs that other systems could call.')
  return hooks()
}

function hookOf(name: string, parts: AdminParts): Known {
  const found = hooksOf(parts).find(({ hook }) => hook.hook === name)
  if (found === undefined) throw new AdminProblem('not-found', mistake('no-such-hook', { name }))
  return found
}

function told({ hook, hasSecret }: Known, { sources }: AdminParts): z.input<typeof listed> {
  const heard: Source | undefined = sources?.list().find(({ name }) => name === `hook ${hook.hook}`)
  return {
    hook: hook.hook,
    description: hook.description ?? null,
    path: `/v1/hooks/${hook.hook}`,
    ...signatureOf(hook.signature),
    hasSecret,
    take: hook.take.map(ruleOf),
    firstHeardAt: heard?.firstSeenAt ?? null,
    lastHeardAt: heard?.lastSeenAt ?? null,
    accepted: heard?.accepted ?? 0,
    refused: heard?.refused ?? 0,
    lastRefusedAt: heard?.lastRefusedAt ?? null,
  }
}

function signatureOf(signature: InboundHook['signature']): Pick<z.input<typeof listed>, 'signature' | 'header'> {
  if (typeof signature === 'string') return { signature, header: null }
  return 'token' in signature ? { signature: 'token', header: signature.token } : { signature: 'own', header: signature.header }
}

function ruleOf({ if: wanted = {}, event, properties = {}, traits = {}, email, ...who }: HookRule): z.input<typeof rule> {
  const ids = (['userId', 'anonymousId'] as const).filter((name) => who[name] !== undefined)
  return {
    if: Object.entries(wanted).map(([path, one]) => ({ path, oneOf: [one].flat() })),
    event: event ?? null,
    who: email === undefined ? ids : [...ids, 'email'],
    properties: Object.keys(properties),
    attributes: [...new Set([...Object.keys(traits), ...(email === undefined ? [] : ['email'])])],
  }
}

function exampleOf(one: HookRule, now: number): z.input<typeof example> {
  const { headers: sent, body } = exampleCall(one, now)
  return { headers: { ...sent }, body }
}
