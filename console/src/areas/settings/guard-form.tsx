// When journeys that run far out of what is expected of them are paused by themselves: for all journeys, unless one says otherwise.

import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ChoiceRule, DurationRule, NumberRule, Sentence } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { usualGuard } from './usual-guard.ts'
import { at, textAt } from './workspace-value.ts'

/** Where each stands, in the order of the page. */
const numbers = [
  { key: 'times', path: ['times'], min: 1.5, max: 1000 },
  { key: 'atLeast', path: ['atLeast'], min: 10, max: 10_000_000, isWhole: true },
  { key: 'perHour', path: ['unknown', 'perHour'], min: 10, max: 10_000_000, isWhole: true },
  { key: 'perDay', path: ['unknown', 'perDay'], min: 10, max: 100_000_000, isWhole: true },
  { key: 'complaints', path: ['complaints'], min: 0.01, max: 100 },
  { key: 'bounces', path: ['bounces'], min: 0.01, max: 100 },
  { key: 'unsubscribes', path: ['unsubscribes'], min: 0.01, max: 100 },
] as const

/** The form. */
export function GuardCard({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const formats = useFormats()
  const isOff = at(file.value, ['guard']) === 'off'
  const said = (key: (typeof numbers)[number]['key']): string => {
    const path = numbers.find((one) => one.key === key)?.path ?? []
    return formats.number(Number(textAt(file.value, ['guard', ...path]) || usualGuard[key]))
  }
  return (
    <Card title={say('guard.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-base text-soft">{say('guard.about')}</p>
        <Sentence>
          {isOff ? say('guard.says-off') : say('guard.says', { times: said('times'), perHour: said('perHour'), complaints: said('complaints') })}
        </Sentence>
        <ChoiceRule
          file={file}
          path={['guard']}
          label={say('guard.watched')}
          hint={say('guard.watched-hint')}
          usual={say('guard.on')}
          choices={[['off', say('guard.off')]]}
          className="max-w-md"
        />
        {!isOff && (
          <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
            {numbers.map(({ key, path, ...range }) => (
              <NumberRule
                key={key}
                file={file}
                path={['guard', ...path]}
                label={say(`guard.number.${key}`)}
                hint={say(`guard.hint.${key}`, { usual: formats.number(usualGuard[key]) })}
                {...range}
              />
            ))}
            <DurationRule file={file} path={['guard', 'late']} label={say('guard.number.late')} hint={say('guard.hint.late')} usual="6h" />
          </div>
        )}
      </div>
    </Card>
  )
}
