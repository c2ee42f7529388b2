// Which older version of which journey the draft is held against.

import { useAsk } from '../../client/use-ask.ts'
import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

/** What is chosen, and what there is to choose. */
export function useOlderVersion(isWanted: boolean) {
  const journeys = useAsk('GET /journeys', {}, { when: isWanted })
  const names = journeys.data?.journeys.map((one) => one.journey) ?? []
  const [held] = useUrlState('held')
  const [version] = useUrlState('version')
  const journey = names.includes(held) ? held : (names[0] ?? '')
  const versions = useAsk('GET /journeys/{journey}/versions', { params: { journey } }, { when: isWanted && journey !== '' })
  const known = versions.data?.versions ?? []
  const chosen = known.find((one) => String(one.version) === version) ?? known[0]
  return { names, journey, known, version: chosen?.version }
}

/** Two lists; the choice stands in the address. */
export function OlderVersion({ names, journey, known, version }: ReturnType<typeof useOlderVersion>) {
  const say = useWords('backtests')
  const formats = useFormats()
  const change = useUrlChange()
  return (
    <>
      <Field label={say('older.journey')}>
        {(parts) => (
          <Select {...parts} value={journey} onChange={(event) => change({ held: event.target.value, version: '' })}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={say('older.version')} hint={say('older.version-hint')}>
        {(parts) => (
          <Select {...parts} value={version ?? ''} onChange={(event) => change({ held: journey, version: event.target.value })}>
            {known.map((one) => (
              <option key={one.version} value={one.version}>
                {say('older.since', { version: one.version, day: one.publishedAt === null ? '–' : formats.date(one.publishedAt) })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}
