// What the builder suggests: events, properties and attributes that really arrived, with values, and the names of what is in force.

import { useMemo } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import type { Suggestion } from '../../kit/combobox.tsx'
import { useFormats } from '../../words/formats.ts'
import type { Say } from '../../words/words.ts'
import { usualEvents } from './usual-events.ts'

type Schema = AnswerOf<'GET /schema'>
type Names = AnswerOf<'GET /schema/names'>
type Files = AnswerOf<'GET /definitions'>['files']
type Property = Schema['attributes'][number]

export interface Vocabulary {
  readonly events: readonly Suggestion[]
  readonly attributes: readonly Suggestion[]
  /** Properties of an event, or of several. */
  readonly properties: (events: readonly string[]) => readonly Suggestion[]
  /** Values that came with a property of an event. */
  readonly values: (events: readonly string[], path: string) => readonly Suggestion[]
  readonly attributeValues: (path: string) => readonly Suggestion[]
  /** What most values of a property are; undefined when none came. */
  readonly typeOf: (events: readonly string[], path: string) => Property['types'][number] | undefined
  readonly attributeType: (path: string) => Property['types'][number] | undefined
  readonly segments: readonly Suggestion[]
  readonly lists: readonly Suggestion[]
  readonly topics: readonly Suggestion[]
  readonly templates: readonly Suggestion[]
  readonly journeys: readonly Suggestion[]
  readonly stepsOf: (journey: string) => readonly Suggestion[]
}

/** Suggestions from the server; empty while they are on their way. */
export function useVocabulary(say: Say): Vocabulary {
  const schema = useAsk('GET /schema', {}).data
  const names = useAsk('GET /schema/names', {}).data
  const files = useAsk('GET /definitions', {}).data?.files
  const formats = useFormats()
  return useMemo(() => vocabularyOf(schema, names, { files, say, number: formats.number }), [schema, names, files, say, formats])
}

function vocabularyOf(
  schema: Schema | undefined,
  names: Names | undefined,
  { files, say, number }: { readonly files: Files | undefined; readonly say: Say; readonly number: (value: number) => string },
): Vocabulary {
  const arrived = schema?.events ?? []
  const own = schema?.ownEvents ?? []
  const propertiesOf = (events: readonly string[]): readonly Property[] =>
    arrived.filter(({ name }) => events.includes(name)).flatMap(({ properties }) => properties)
  const ownPropertiesOf = (events: readonly string[]): readonly string[] =>
    own.filter(({ name }) => events.includes(name)).flatMap(({ properties }) => properties)
  const propertyAt = (events: readonly string[], path: string): Property | undefined => propertiesOf(events).find((one) => one.path === path)
  const attributeAt = (path: string): Property | undefined => schema?.attributes.find((one) => one.path === path)
  const describe = (property: Property): Suggestion => ({ value: property.path, detail: exampleOf(property) })
  return {
    events: [
      ...arrived.map(({ name, count }) => ({ value: name, detail: say('times-seen', { count, times: number(count) }) })),
      ...usualEvents(arrived).map((value) => ({ value, detail: say('not-seen-yet') })),
      ...own.map(({ name }) => ({ value: name, detail: say('own-event') })),
    ],
    attributes: (schema?.attributes ?? []).map(describe),
    properties: (events) => [...unique(propertiesOf(events)).map(describe), ...ownPropertiesOf(events).map((value) => ({ value }))],
    values: (events, path) => valuesOf(propertyAt(events, path)),
    attributeValues: (path) => valuesOf(attributeAt(path)),
    typeOf: (events, path) => propertyAt(events, path)?.types[0],
    attributeType: (path) => attributeAt(path)?.types[0],
    segments: describedAs(names?.segments),
    lists: (names?.lists ?? []).map((value) => ({ value })),
    topics: describedAs(names?.topics),
    // A mail that is written together with the journey that asks about it.
    templates: [...describedAs(names?.templates), ...draftedAs('template', files, { known: names?.templates, say })],
    journeys: describedAs(names?.journeys),
    stepsOf: (journey) => (names?.journeys.find(({ name }) => name === journey)?.steps ?? []).map((value) => ({ value })),
  }
}

function unique(properties: readonly Property[]): readonly Property[] {
  return properties.filter(({ path }, index) => properties.findIndex((one) => one.path === path) === index)
}

function exampleOf({ samples, least, most }: Property): string {
  if (least !== null && most !== null && least !== most) return `${least} … ${most}`
  return samples.slice(0, 2).map(String).join(', ')
}

function valuesOf(property: Property | undefined): readonly Suggestion[] {
  return (property?.samples ?? []).map((value) => ({ value: String(value) }))
}

function describedAs(names: readonly { readonly name: string; readonly description: string | null }[] | undefined): readonly Suggestion[] {
  return (names ?? []).map(({ name, description }) => (description === null ? { value: name } : { value: name, detail: description }))
}

/** Those that are only drafted. */
function draftedAs(
  kind: string,
  files: Files | undefined,
  { known, say }: { readonly known: readonly { readonly name: string }[] | undefined; readonly say: Say },
): readonly Suggestion[] {
  const drafted = (files ?? []).flatMap(({ holds }) => holds).filter((one) => one.kind === kind && known?.some(({ name }) => name === one.name) === false)
  return drafted.map(({ name }) => ({ value: name, detail: say('drafted') }))
}
