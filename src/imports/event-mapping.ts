// What the columns of a table of events mean, as data: the same that flags of `oncue import events` say, for whoever has no command line.

import { z } from 'zod'
import { isZone } from '../model/is-zone.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import type { Field, Mapping, Source } from './field-mapping.ts'
import { compileInstantFormat, valueTypes } from './field-values.ts'

const column = z.string().min(1).max(256)
const values = z
  .array(z.strictObject({ name: z.string().min(1).max(limits.idCharacters), column, type: z.enum(valueTypes).default('text') }))
  .max(limits.attributes)

export const eventMappingSchema = z
  .strictObject({
    userId: column.optional(),
    anonymousId: column.optional(),
    event: z
      .union([z.strictObject({ column }), z.strictObject({ always: z.string().min(1).max(limits.idCharacters) })])
      .describe('The column with its name, or the name of all'),
    timestamp: column.optional().describe('When it happened; now, without it'),
    dates: z.string().max(60).optional().describe('The form of the times, such as D.M.YYYY HH:mm; ISO 8601 and Unix time are understood without it'),
    messageId: column.optional(),
    properties: z
      .union([z.literal('all'), values])
      .default('all')
      .describe('`all`: every column that means nothing else'),
    traits: values.default([]).describe('Attributes of the person'),
    zone: z.string().max(60).default('UTC').refine(isZone, mistake('import-no-zone')),
  })
  .refine(({ userId, anonymousId }) => (userId ?? anonymousId) !== undefined, mistake('import-names-no-doer'))
  .refine(({ dates }) => dates === undefined || compileInstantFormat(dates) !== undefined, mistake('import-date-form'))
export type EventMapping = z.output<typeof eventMappingSchema>

/** The mapping in the form in which rows are read. */
export function toMapping({ event, timestamp, dates, properties, traits, zone, ...ids }: EventMapping): Mapping {
  const sources = new Map<Field, Source>()
  for (const [field, from] of Object.entries(ids)) if (from !== undefined) sources.set(field as Field, { kind: 'column', column: from })
  sources.set('type', { kind: 'constant', value: 'track' })
  sources.set('event', 'column' in event ? { kind: 'column', column: event.column } : { kind: 'constant', value: event.always })
  const format = dates === undefined ? undefined : compileInstantFormat(dates)
  if (timestamp !== undefined)
    sources.set('timestamp', format === undefined ? { kind: 'column', column: timestamp } : { kind: 'formatted', column: timestamp, format })
  return { sources, properties: properties === 'all' ? [] : properties, traits, takesRest: properties === 'all', isPlain: false, zone }
}
