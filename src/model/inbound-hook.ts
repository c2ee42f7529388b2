// Calls of other systems that are taken in at /v1/hooks/NAME: how one proves where it is from, and what its JSON means here, as authors write it in the
// workspace. The secret is a setting of the server and never stands here. What is made of a call stands in src/imports/map-hook.ts.

import { z } from 'zod'
import { limits } from './limits.ts'

const says = (description: string) => ({ description })

/** How well-known systems prove that a call is theirs. */
export const signatureKinds = ['standard-webhooks', 'stripe', 'shopify', 'woocommerce', 'github'] as const

const headerName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/)
/** Where in the JSON of a call, as `customer.id` or `items.0.sku`, or `header:NAME`. */
const path = z
  .string()
  .max(256)
  .regex(/^[^.]+(?:\.[^.]+)*$/)
const said = z.union([z.string().max(256), z.number(), z.boolean()])

export const ownSignatureSchema = z.strictObject({
  header: headerName.meta(says('The header that carries the HMAC of the body.')),
  hash: z.enum(['sha256', 'sha512', 'sha1']).optional().meta(says('sha256 by default.')),
  encoding: z.enum(['hex', 'base64']).optional().meta(says('hex by default.')),
  prefix: z.string().min(1).max(40).optional().meta(says('What stands before it in the header, such as `sha256=`.')),
})

export const tokenSchema = z.strictObject({
  token: headerName.meta(says('The header that carries the secret itself, after `Bearer` or alone: for tools that cannot sign. Only over TLS.')),
})

const numberFrom = z.strictObject({
  from: path.meta(says('Where it stands in the call.')),
  divide: z.number().positive().max(1_000_000).optional().meta(says('A number that it is divided by: 100 makes 19.99 of 1999 cents.')),
})
const literal = z.strictObject({ value: said.meta(says('The same in every call.')) })
const each = z.strictObject({
  each: path.meta(says('Where a list stands in the call.')),
  as: z.record(z.string().min(1).max(256), z.union([path, numberFrom, literal])).meta(says('What each of its entries becomes: names, and where in the entry.')),
})
export const hookValueSchema = z.union([path, numberFrom, literal, each])
export type HookValue = z.infer<typeof hookValueSchema>
const values = z.record(z.string().min(1).max(256), hookValueSchema)

export const hookRuleSchema = z.strictObject({
  if: z
    .record(path, z.union([said, z.array(said).min(1).max(50)]))
    .optional()
    .meta(says('Which calls it is about: what stands at each path has to be this, or one of these. `header:X-Topic` is a header.')),
  event: z.string().min(1).max(256).optional().meta(says('The event that happened; without it only attributes are taken in.')),
  userId: path.optional().meta(says('Where the id of the user stands.')),
  anonymousId: path.optional().meta(says('Where the id of an anonymous visitor stands.')),
  email: path.optional().meta(says('Where the mail address stands: it becomes the attribute, and finds whoever has it where there is no id.')),
  messageId: path
    .optional()
    .meta(says('Where an id stands that is the same in every repetition; by default that of the signature, or else what the whole call says.')),
  timestamp: path.optional().meta(says('Where it stands when it happened: ISO 8601, Unix seconds or milliseconds. When the call came, by default.')),
  properties: values
    .optional()
    .meta(
      says('Properties of the event, by name: `revenue: total_price`, `{ from: amount, divide: 100 }`, `{ value: EUR }`, or `{ each: items, as: { ... } }`.'),
    ),
  traits: values.optional().meta(says('Attributes of the person, by name.')),
})
export type HookRule = z.infer<typeof hookRuleSchema>

export const inboundHookSchema = z.strictObject({
  hook: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)
    .meta(says('Its name, in small letters, digits and -: it is called at /v1/hooks/NAME, and the setting `hooks` has its secret.')),
  description: z.string().max(500).optional().meta(says('What it is for.')),
  signature: z
    .union([z.enum(signatureKinds), ownSignatureSchema, tokenSchema])
    .meta(
      says(
        'How a call proves where it is from: standard-webhooks, stripe, shopify, woocommerce or github, or `{ header: X-Signature, encoding: base64 }`, or `{ token: X-Token }`.',
      ),
    ),
  take: z
    .array(hookRuleSchema)
    .min(1)
    .max(limits.hookRules)
    .meta(says('What calls mean: the first entry that fits is taken; a call that none fits changes nothing.')),
})
export type InboundHook = z.infer<typeof inboundHookSchema>
