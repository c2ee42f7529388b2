// Several values of one place of a journey, tried side by side: "what would 15, 30 and 60 minutes give".

import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { type Place, placesOf, valuesFor } from './places.ts'

export interface Tried {
  readonly journey: string
  readonly path: readonly string[]
  readonly values: readonly (string | number)[]
}

/** What is chosen, and why it cannot be tried yet. */
export function useTriedValues(): { readonly tried: Tried | undefined; readonly isMissing: boolean; readonly parts: Parts } {
  const journeys = useAsk('GET /journeys', {})
  const names = journeys.data?.journeys.map((one) => one.journey) ?? []
  const [wanted] = useUrlState('journey')
  const [place] = useUrlState('place')
  const [text, setText] = useState('')
  const journey = names.includes(wanted) ? wanted : (names[0] ?? '')
  const versions = useAsk('GET /journeys/{journey}/versions', { params: { journey } }, { when: journey !== '' })
  const places = placesOf(versions.data?.versions[0]?.definition)
  const chosen = places.find(({ path }) => path.join('.') === place)
  const values = chosen && valuesFor(chosen, text)
  const tried = chosen !== undefined && values !== undefined ? { journey, path: chosen.path, values } : undefined
  return { tried, isMissing: tried === undefined && (place !== '' || text !== ''), parts: { names, journey, places, chosen, text, setText } }
}

interface Parts {
  readonly names: readonly string[]
  readonly journey: string
  readonly places: readonly Place[]
  readonly chosen: Place | undefined
  readonly text: string
  readonly setText: (text: string) => void
}

/** The fields. */
export function TryValues({ names, journey, places, chosen, text, setText }: Parts) {
  const say = useWords('backtests')
  const change = useUrlChange()
  return (
    <details open={chosen !== undefined || text !== ''} className="rounded-md border border-line px-4 py-3">
      <summary className="cursor-pointer font-medium">{say('try.title')}</summary>
      <p className="mt-1 mb-3 max-w-prose text-base text-soft">{say('try.about')}</p>
      <div className="grid grid-cols-3 gap-4 max-lg:grid-cols-1">
        <Field label={say('try.journey')}>
          {(parts) => (
            <Select {...parts} value={journey} onChange={(event) => change({ journey: event.target.value, place: '' })}>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('try.place')} hint={say('try.place-hint')}>
          {(parts) => (
            <Select {...parts} value={chosen?.path.join('.') ?? ''} onChange={(event) => change({ journey, place: event.target.value })}>
              <option value="">{say('try.nothing')}</option>
              {places.map(({ path, value }) => (
                <option key={path.join('.')} value={path.join('.')}>
                  {path.join(' › ')}: {value}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('try.values')} hint={say(typeof chosen?.value === 'number' ? 'try.numbers-hint' : 'try.times-hint')}>
          {(parts) => <Input {...parts} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      </div>
    </details>
  )
}
