// What to try, over which time, and what is supposed of how people answer. The choices stand in the address, so a journey's page can link to them.

import { useNavigate } from '@tanstack/react-router'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { now } from '../../kit/clock.ts'
import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { OlderVersion, useOlderVersion } from './older-version.tsx'
import { TryValues, useTriedValues } from './try-values.tsx'

const dayMs = 86_400_000
const periods = ['7', '30', '90', '365', 'all'] as const
const answers = ['recorded', 'past', 'none'] as const

/** The form. */
export function NewBacktest() {
  const say = useWords('backtests')
  const navigate = useNavigate()
  const mayNot = useMay('editor')
  const [what, setWhat] = useUrlState('what', 'drafts')
  const [against, setAgainst] = useUrlState('against', 'in force')
  const [period, setPeriod] = useUrlState('days', '90')
  const [chosen, setResponses] = useUrlState('answers', 'recorded')
  const responses = answers.find((one) => one === chosen) ?? 'recorded'
  const [thresholds, setThresholds] = useUrlState('near', 'yes')
  const [journey] = useUrlState('journey')
  const older = useOlderVersion(against === 'version')
  const { tried, isMissing, parts: trying } = useTriedValues()
  const begin = useTell('POST /backtests', { refreshes: ['/backtests'] })
  const folder = useAsk('GET /definitions', {}).data
  // Where a saved file waits to be published, it may be another than what is in force.
  const isSame =
    against === 'in force' && tried === undefined && folder?.publish === 'on-save' && (what !== 'drafts' || folder.files.every(({ draft }) => draft === null))
  const start = (): void => {
    const days = Number(period)
    const from = Number.isInteger(days) && days > 0 ? { from: now() - days * dayMs } : {}
    const body = {
      drafts: what === 'drafts',
      against: heldAgainst(against, older),
      ...(tried && { whatIf: { journey: tried.journey, path: [...tried.path], values: [...tried.values] } }),
      responses,
      thresholds: thresholds === 'yes',
      ...from,
    }
    begin.mutate(
      { body },
      { onSuccess: ({ id }) => void navigate({ to: '/backtests/$id', params: { id: String(id) }, search: (journey === '' ? {} : { journey }) as never }) },
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        <Field label={say('new.what')} hint={say('new.what-hint')}>
          {(parts) => (
            <Select {...parts} value={what} onChange={(event) => setWhat(event.target.value)}>
              <option value="drafts">{say('what.drafts')}</option>
              <option value="files">{say('what.files')}</option>
            </Select>
          )}
        </Field>
        <Field label={say('new.against')} hint={say('new.against-hint')}>
          {(parts) => (
            <Select {...parts} value={against} onChange={(event) => setAgainst(event.target.value)}>
              <option value="in force">{say('against.in-force')}</option>
              <option value="version">{say('against.version')}</option>
              <option value="nothing">{say('against.nothing')}</option>
            </Select>
          )}
        </Field>
        {against === 'version' && <OlderVersion {...older} />}
        <Field label={say('new.period')} hint={say('new.period-hint')}>
          {(parts) => (
            <Select {...parts} value={period} onChange={(event) => setPeriod(event.target.value)}>
              {periods.map((one) => (
                <option key={one} value={one}>
                  {one === 'all' ? say('period.all') : say('period.days', { count: Number(one) })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('new.answers')} hint={say(`answers.${responses}-hint`)}>
          {(parts) => (
            <Select {...parts} value={responses} onChange={(event) => setResponses(event.target.value)}>
              {answers.map((one) => (
                <option key={one} value={one}>
                  {say(`answers.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <Checkbox label={say('new.near')} hint={say('new.near-hint')} checked={thresholds === 'yes'} onChange={(is) => setThresholds(is ? 'yes' : 'no')} />
      <TryValues {...trying} />
      {isSame && <p className="rounded-md bg-sunken p-3 text-base">{say(what === 'drafts' ? 'new.no-draft' : 'new.in-force-already')}</p>}
      {begin.error && <Problem problem={begin.error} />}
      <div>
        <Button kind="primary" why={mayNot ?? (isMissing ? say('try.missing') : undefined)} isBusy={begin.isPending} onClick={start}>
          {say('new.begin')}
        </Button>
      </div>
    </div>
  )
}

function heldAgainst(against: string, { journey, version }: ReturnType<typeof useOlderVersion>) {
  if (against === 'nothing') return 'nothing' as const
  return against === 'version' && version !== undefined ? { journey, version } : ('in force' as const)
}
