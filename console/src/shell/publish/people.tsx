// What becomes of the people inside a journey, and whether those come in for whom an entrance holds already.

import { Checkbox } from '../../kit/check.tsx'
import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import type { Choices } from './follow-publication.ts'
import type { JourneyPreview } from './publish-props.ts'

export interface PeopleProps {
  readonly journey: JourneyPreview
  /** False while it is asked anew where they go. */
  readonly isFresh: boolean
  readonly choices: Choices
  readonly onChoose: (choices: Choices) => void
  readonly targets: readonly string[]
}

/** The choices; nothing where there is nothing to choose. */
export function People({ journey, isFresh, choices, onChoose, targets }: PeopleProps) {
  const say = useWords('publish')
  const { inside, change, existing, steps } = journey
  const { people } = choices
  const isAsked = inside > 0 && change !== 'retired'
  return (
    <>
      {isAsked && (
        <Field label={say('people')} hint={say(`people-hint.${people}`)}>
          {(parts) => (
            <Select
              {...parts}
              value={people}
              onChange={(event) => onChoose({ ...choices, people: event.target.value as Choices['people'] })}
              className="max-w-96"
            >
              {(['stay', 'move', 'restart'] as const).map((one) => (
                <option key={one} value={one}>
                  {say(`people-choice.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {steps.some((step) => step.people > 0) && <Steps steps={steps} isFresh={isFresh} choices={choices} onChoose={onChoose} targets={targets} />}
      {existing !== null && existing > 0 && (
        <Checkbox
          label={say('existing', { count: existing })}
          hint={say('existing-hint')}
          checked={choices.existing}
          onChange={(isIn) => onChoose({ ...choices, existing: isIn })}
        />
      )}
    </>
  )
}

function Steps({ steps, isFresh, choices, onChoose, targets }: Omit<PeopleProps, 'journey'> & Pick<JourneyPreview, 'steps'>) {
  const say = useWords('publish')
  const formats = useFormats()
  const { people, map } = choices
  return (
    <table className="w-full max-w-2xl text-start text-base">
      <thead className="text-sm text-soft">
        <tr>
          <th className="py-1 pe-3 text-start font-medium">{say('at-step')}</th>
          <th className="py-1 pe-3 text-end font-medium">{say('how-many')}</th>
          <th className="py-1 text-start font-medium">{say('go-to')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={`${step.version} ${step.step}`} className="border-t border-line">
            <td className="py-1 pe-3">{step.step}</td>
            <td className="py-1 pe-3 text-end tabular-nums">{formats.number(step.people)}</td>
            <td className="py-1">
              {people === 'move' && step.change === 'removed' ? (
                <Select
                  aria-label={say('go-to-of', { step: step.step })}
                  value={map[step.step] ?? ''}
                  onChange={(event) => onChoose({ ...choices, map: withTarget(map, step.step, event.target.value) })}
                  className="max-w-60"
                >
                  <option value="">{say('choose')}</option>
                  {targets.map((one) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                  <option value=":end">{say('to-end')}</option>
                  <option value=":stay">{say('to-stay')}</option>
                </Select>
              ) : !isFresh ? (
                <Skeleton className="h-5 w-40" />
              ) : step.goTo === 'stay' ? (
                say('to-stay')
              ) : step.goTo === 'complete' ? (
                say('to-end')
              ) : (
                step.goTo
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function withTarget(map: Choices['map'], step: string, target: string): Choices['map'] {
  const { [step]: _, ...rest } = map
  return target === '' ? rest : { ...rest, [step]: target }
}
