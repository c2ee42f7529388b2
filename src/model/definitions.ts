// Everything an author writes: the workspace with its journeys, segments and templates.

import { z } from 'zod'
import { conditionSchema } from './condition.ts'
import { durationSchema } from './duration.ts'
import type { Journey } from './journey.ts'
import { zoneNameSchema } from './local-time.ts'

const name = z.string().min(1).max(256)

export const segmentSchema = z.strictObject({ segment: name, description: z.string().optional(), if: conditionSchema }).meta({ id: 'Segment' })
export type Segment = z.infer<typeof segmentSchema>

const addressSchema = z.strictObject({ name: z.string().max(200).optional(), address: z.email() })

export const templateSchema = z
  .strictObject({
    template: name,
    description: z.string().optional(),
    subject: z.string().min(1).max(998),
    preheader: z.string().max(300).optional(),
    html: z.string().min(1),
    text: z.string().optional().meta({ description: 'Made from the HTML when it is not written.' }),
    topic: name.optional(),
    from: addressSchema.optional(),
    replyTo: z.email().optional(),
  })
  .meta({ id: 'Template' })
export type Template = z.infer<typeof templateSchema>

const eventNames = z.union([name, z.array(name).min(1)])

export const workspaceSchema = z
  .strictObject({
    workspace: name,
    zone: zoneNameSchema.optional().meta({ description: 'The zone of everyone whose own is not known; UTC by default.' }),
    sender: addressSchema.optional(),
    topics: z.array(z.strictObject({ topic: name, description: z.string().optional() })).optional(),
    lists: z.array(name).optional(),
    sessionGap: durationSchema.optional().meta({ description: 'A session ends after this long without an event; 30m by default.' }),
    maxAge: durationSchema.optional().meta({ description: 'How late an event may arrive and still let someone in; 1h by default.' }),
    events: z
      .strictObject({
        added: eventNames.optional(),
        removed: eventNames.optional(),
        cleared: eventNames.optional(),
        ordered: eventNames.optional(),
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
}

/** Something wrong in a definition: where (a path into the definition), what, and how to mend it. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** Which definition, such as { kind: 'journey', name: 'welcome' }. */
  readonly definition: { readonly kind: 'workspace' | 'journey' | 'segment' | 'template' | 'condition'; readonly name: string }
  /** Keys and indexes from the definition's root to the place. */
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
  /** What to do about it. */
  readonly fix?: string
}
