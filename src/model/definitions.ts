// Everything an author writes: the workspace with its journeys, segments and templates.

import { z } from 'zod'
import { alertsSchema } from './alerts.ts'
import { archiveSchema, keptSchema } from './archive.ts'
import { brandSchema } from './brand.ts'
import { type Collection, lookupsSchema } from './catalogue.ts'
import type { CodePool } from './code-pool.ts'
import { conditionSchema } from './condition.ts'
import { durationSchema } from './duration.ts'
import { guardSchema } from './guard.ts'
import { inboundHookSchema } from './inbound-hook.ts'
import type { Journey } from './journey.ts'
import { limits } from './limits.ts'
import { zoneNameSchema } from './local-time.ts'
import { localeSchema } from './locale.ts'
import { pagesSchema } from './page-words.ts'
import { policySchema, prioritySchema } from './policy.ts'
import { senderSchema } from './sender.ts'
import { sendingDomainSchema } from './sending-domain.ts'
import { topicSchema } from './topic.ts'
import { ownUtmSchema, utmSchema } from './utm.ts'

const name = z.string().min(1).max(256)
const says = (description: string) => ({ description })

export const segmentSchema = z
  .strictObject({
    segment: name.meta(says('The name of the segment.')),
    description: z.string().optional().meta(says('What it is for.')),
    if: conditionSchema.meta(says('Who is in it: everybody for whom this holds.')),
  })
  .meta({ id: 'Segment' })
export type Segment = z.infer<typeof segmentSchema>

export const localizedSchema = z
  .strictObject({
    subject: z.string().min(1).max(998).optional().meta(says('The subject line.')),
    preheader: z.string().max(300).optional().meta(says('The line that inboxes show beside the subject.')),
    html: z.string().min(1).optional().meta(says('The HTML part.')),
    mjml: z.string().min(1).optional().meta(says('The page in MJML.')),
    text: z.string().optional().meta(says('The text part; made from the HTML when only that is written.')),
  })
  .meta({ id: 'LocalizedTemplate' })
export type LocalizedTemplate = z.infer<typeof localizedSchema>

const fields = z.record(z.string().max(256), z.json())

export const sampleSchema = z
  .strictObject({
    subscriber: fields.optional().meta(says('Attributes of the person.')),
    trigger: fields.optional().meta(says('Properties of the event that started the journey.')),
    cart: fields.optional().meta(says('The cart: items, value and count.')),
    segments: z.array(name).optional().meta(says('The segments that the person is in.')),
    catalogue: z
      .record(name, z.union([fields, z.array(fields)]))
      .optional()
      .meta(says('What the lookups find, by name; what is not said is made up from the types and examples of the collection.')),
    conditions: z.array(name).optional().meta(says('The conditions of the template that hold for the person; the others do not.')),
    variants: z.record(name, name).optional().meta(says('The variants that the person was given, by the id of the step that split.')),
  })
  .meta({ id: 'TemplateSample' })
export type TemplateSample = z.infer<typeof sampleSchema>

/** Of a condition of a template: it is written after `conditions.` in Liquid. */
const blockConditionName = z.string().regex(/^[A-Za-z][\w-]{0,63}$/)

export const templateSchema = z
  .strictObject({
    template: name.meta(says('The name of the template.')),
    description: z.string().optional().meta(says('What it is for.')),
    subject: z.string().min(1).max(998).meta(says('The subject line, with Liquid placeholders: Welcome, {{ subscriber.first_name }}.')),
    preheader: z.string().max(300).optional().meta(says('The line that inboxes show beside the subject.')),
    html: z.string().min(1).meta(says('The HTML part, with Liquid placeholders.')),
    mjml: z.string().min(1).optional().meta(says('The page in MJML instead of HTML, with Liquid; it is compiled once, when it is saved.')),
    text: z.string().optional().meta({ description: 'Made from the HTML when it is not written.' }),
    locales: z
      .record(localeSchema, localizedSchema)
      .optional()
      .meta(says('The same in other languages: { de: { subject: Hallo, html: ... } }. What a language leaves out is taken from the template.')),
    samples: z
      .record(name, sampleSchema)
      .optional()
      .meta(says('Examples of what it is filled with, by name. Each is rendered when it is saved, and a field that none of them has is an error.')),
    conditions: z
      .record(blockConditionName, conditionSchema)
      .optional()
      .meta(
        says(
          'Conditions for blocks, by name: { big-cart: { cart: { value: { gte: 50 } } } } is asked as {% if conditions.big-cart %}. They are decided in the moment in which the mail may leave, as those of a step are.',
        ),
      ),
    catalogue: lookupsSchema
      .optional()
      .meta(
        says('What it shows of the catalogue, by name: { product: { from: products, id: trigger.product_id } } is there as {{ catalogue.product.title }}.'),
      ),
    code: name.optional().meta(says('The pool from which its reader gets a discount code: {{ code }}, and {{ code_expires }} where it ends.')),
    topic: name.optional().meta(says('The topic whose consent is asked before sending; none for mails that everybody must get.')),
    priority: prioritySchema.optional().meta(says('Which message goes first when there is not room for all: the higher number; 0 by default.')),
    from: senderSchema.optional().meta(says("Whom it comes from; the workspace's `sender` by default.")),
    replyTo: z.email().optional().meta(says('Where answers go.')),
    utm: ownUtmSchema.optional(),
    follow: z
      .literal(false)
      .optional()
      .meta(says('false: opens and clicks of this mail are followed for nobody, such as for a mail with a link to set a password.')),
    archive: keptSchema.optional(),
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof templateSchema>

const eventNames = z.union([name, z.array(name).min(1)])

/** What a declared attribute holds. */
export const attributeTypeSchema = z.enum(['text', 'number', 'boolean', 'date', 'list', 'object'])
export type AttributeType = z.infer<typeof attributeTypeSchema>

export const workspaceSchema = z
  .strictObject({
    workspace: name.meta(says('The name of the workspace.')),
    zone: zoneNameSchema.optional().meta({ description: 'The zone of everyone whose own is not known; UTC by default.' }),
    sender: senderSchema.optional().meta(says('Whom mails come from: { name: The Shop, address: hello@example.com }.')),
    address: z
      .string()
      .min(8)
      .max(500)
      .optional()
      .meta(says('The postal address of whoever sends, which the law wants in every mail that advertises: {{ workspace.address }}.')),
    languages: z
      .array(localeSchema)
      .min(1)
      .max(50)
      .optional()
      .meta(
        says(
          'The languages that you write in, first that of whatever names no other: [en, de]. With several, people choose theirs on the page of preferences; it is kept as the attribute `locale`, by which mails and topics go.',
        ),
      ),
    pages: pagesSchema.optional(),
    topics: z.array(topicSchema).optional().meta(says('What subscribers may say yes or no to: a list. When it is there, no other topic is known.')),
    lists: z
      .array(name)
      .optional()
      .meta(says('Names of lists that people are put on by hand, by an import or by a step. When it is there, no other list is known.')),
    attributes: z
      .record(z.string().min(1).max(256), attributeTypeSchema)
      .optional()
      .meta(
        says(
          'Types of attributes that steps may change: { plan: text, orders: number }. text, number, boolean, date, list or object; others may hold anything.',
        ),
      ),
    policy: policySchema.optional(),
    domains: z
      .array(sendingDomainSchema)
      .max(50)
      .optional()
      .meta(says('Domains that mails come from, where something is to be said about one: how a new one is warmed up, and what complaints and bounces do.')),
    guard: guardSchema.optional(),
    alerts: alertsSchema.optional(),
    hooks: z
      .array(inboundHookSchema)
      .max(limits.hooks)
      .optional()
      .meta(says('Calls of other systems that are taken in, such as orders of a shop: each is a door at /v1/hooks/NAME.')),
    brand: brandSchema.optional(),
    utm: utmSchema.optional(),
    archive: archiveSchema.optional(),
    publish: z
      .enum(['on-save', 'by-command'])
      .optional()
      .meta(says('When an edit comes into force: as soon as it is saved, people staying where they are (the default), or with `oncue publish`.')),
    tests: z
      .enum(['required', 'by-hand'])
      .optional()
      .meta(says('required: an edit comes into force only when every test of the folder passes; by-hand (the default): with `oncue test`.')),
    doubleOptIn: z
      .strictObject({
        template: name
          .optional()
          .meta(says('The template that asks, with {{ confirm_url }}; by default one that comes with Oncue, in English, German and Russian.')),
        expires: durationSchema.optional().meta(says('How long the link in it works: 7d by default.')),
        again: durationSchema.optional().meta(says('After how long the same is asked again at the earliest, if it was not confirmed: 1d by default.')),
      })
      .optional()
      .meta(says('How somebody who filled in a form is asked whether the address is theirs.')),
    sessionGap: durationSchema.optional().meta({ description: 'A session ends after this long without an event; 30m by default.' }),
    maxAge: durationSchema.optional().meta({ description: 'How late an event may arrive and still let someone in; 1h by default.' }),
    events: z
      .strictObject({
        added: eventNames.optional().meta(says('A product was put into the cart; Product Added by default.')),
        removed: eventNames.optional().meta(says('A product was taken out; Product Removed by default.')),
        cleared: eventNames.optional().meta(says('The cart was emptied; Cart Cleared by default.')),
        ordered: eventNames.optional().meta(says('The cart was bought; Order Completed by default.')),
      })
      .optional()
      .meta({ description: 'What the events that make up the cart are called here.' }),
  })
  .meta({ id: 'Workspace' })
export type Workspace = z.infer<typeof workspaceSchema>

/** One version of everything authored, parsed and with defaults not yet filled in. */
export interface Definitions {
  readonly workspace: Workspace
  readonly journeys: readonly Journey[]
  readonly segments: readonly Segment[]
  readonly templates: readonly Template[]
  readonly collections?: readonly Collection[]
  readonly pools?: readonly CodePool[]
}

/** Something wrong in a definition: where (a path into the definition), what, and how to mend it. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** Which definition, such as { kind: 'journey', name: 'welcome' }. */
  readonly definition: { readonly kind: 'workspace' | 'journey' | 'segment' | 'template' | 'collection' | 'codes' | 'condition'; readonly name: string }
  /** Keys and indexes from the definition's root to the place. */
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
  /** What to do about it. */
  readonly fix?: string
}
