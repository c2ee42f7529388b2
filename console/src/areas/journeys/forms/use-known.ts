// What fields suggest: names of what is in force or drafted, and events, properties and attributes that really arrived.

import { useAsk } from '../../../client/use-ask.ts'
import type { Suggestion } from '../../../kit/combobox.tsx'
import { useWords } from '../../../words/words.ts'
import { usualEvents } from '../../conditions/usual-events.ts'
import type { Known } from './forms.ts'
import { valueAt } from './value-at.ts'

interface Around {
  readonly steps: readonly string[]
  readonly triggers: readonly string[]
  readonly part: unknown
}

export interface KnownNames {
  readonly named: (what: Known) => readonly Suggestion[]
  readonly attributes: readonly Suggestion[]
  readonly propertiesOf: (events: readonly string[]) => readonly Suggestion[]
}

/** Empty while it is on its way. */
export function useKnown({ steps, part }: Around): KnownNames {
  const say = useWords('journey-forms')
  const names = useAsk('GET /schema/names', {}).data
  const schema = useAsk('GET /schema', {}).data
  const files = useAsk('GET /definitions', {}).data?.files ?? []
  const described = (list: readonly { readonly name: string; readonly description: string | null }[] | undefined): readonly Suggestion[] =>
    (list ?? []).map(({ name, description }) => (description === null ? { value: name } : { value: name, detail: description.slice(0, 40) }))
  const drafted = (kind: string, inForce: readonly { readonly name: string }[] | undefined): readonly Suggestion[] =>
    files
      .flatMap(({ holds }) => holds)
      .filter((one) => one.kind === kind && inForce?.some(({ name }) => name === one.name) === false)
      .map(({ name }) => ({ value: name, detail: say('drafted') }))
  const sample = ({ path, samples }: { readonly path: string; readonly samples: readonly unknown[] }): Suggestion => ({
    value: path,
    detail: samples.slice(0, 2).map(String).join(', ').slice(0, 30),
  })
  const attributes = (schema?.attributes ?? []).map(sample)
  const propertiesOf = (events: readonly string[]): readonly Suggestion[] => {
    const arrived = (schema?.events ?? []).filter(({ name }) => events.includes(name)).flatMap(({ properties }) => properties)
    const own = (schema?.ownEvents ?? []).filter(({ name }) => events.includes(name)).flatMap(({ properties }) => properties)
    const all = [...arrived.map(sample), ...own.map((value) => ({ value }))]
    return all.filter(({ value }, index) => all.findIndex((one) => one.value === value) === index)
  }
  const named = (what: Known): readonly Suggestion[] => {
    switch (what) {
      case 'templates':
        return [...described(names?.templates), ...drafted('template', names?.templates)]
      case 'segments':
        return [...described(names?.segments), ...drafted('segment', names?.segments)]
      case 'topics':
        return described(names?.topics)
      case 'journeys':
        return described(names?.journeys)
      case 'journeys-to-stop':
        return [{ value: 'this', label: say('stop.this') }, { value: 'all', label: say('stop.all') }, ...described(names?.journeys)]
      case 'lists':
        return (names?.lists ?? []).map((value) => ({ value }))
      case 'steps':
        return steps.map((value) => ({ value }))
      case 'variants':
        return [valueAt(part, ['split'])].flat().flatMap((one) => {
          const variant = valueAt(one, ['variant'])
          return typeof variant === 'string' ? [{ value: variant }] : []
        })
      case 'attributes':
        return attributes
      case 'events':
        return [
          ...(schema?.events ?? []).map(({ name }) => ({ value: name })),
          ...usualEvents(schema?.events ?? []).map((value) => ({ value, detail: say('not-seen-yet') })),
          ...(schema?.ownEvents ?? []).map(({ name }) => ({ value: name })),
        ]
    }
  }
  return { named, attributes, propertiesOf }
}
