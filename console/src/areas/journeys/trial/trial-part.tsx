// The part of a split's form that says whether its variants are tried on some first. What is wrong with it stands at the field that it is about.

import { Switch } from '../../../kit/check.tsx'
import { useWords } from '../../../words/words.ts'
import type { StepNode } from '../step-tree.ts'
import type { FileProblem } from '../use-draft.ts'
import type { Editing } from '../use-editing.ts'
import { TrialFields } from './trial-fields.tsx'
import { isOfTrial, type TrialField, type TrialValue, trialBegins, whyNoTrial } from './trial-value.ts'

/** The switch, and the fields once it is on. */
export function TrialPart({ editing, step }: { readonly editing: Editing; readonly step: StepNode }) {
  const say = useWords('trial')
  const { edit, isLocked, tree } = editing
  const path = [...step.path, 'trial']
  const written = step.value['trial']
  const value = typeof written === 'object' && written !== null ? (written as Partial<TrialValue>) : undefined
  const variants = step.branches.map((branch) => String(branch.value['variant'] ?? '')).filter((one) => one !== '')
  const begins = trialBegins(variants[0] ?? '')
  const why = whyNoTrial(tree, step)
  const problems = editing.problemsAt(step.place).filter(isOfTrial)
  const errorOf = (field: TrialField): string | undefined => problems.filter(({ code }) => fieldOf(code) === field).map(wordsOf)[0]
  return (
    <section aria-label={say('switch')} className="flex flex-col gap-3">
      <Switch
        label={say('switch')}
        hint={why === undefined || value !== undefined ? say('switch-hint') : `${say(`why.${why}`)} ${say('why.instead')}`}
        checked={value !== undefined}
        disabled={isLocked || (value === undefined && why !== undefined)}
        onChange={(isOn) => edit([isOn ? { do: 'set', path, value: begins } : { do: 'remove', path }])}
      />
      {value !== undefined &&
        problems
          .filter(({ code }) => fieldOf(code) === undefined)
          .map((problem) => (
            <p key={problem.code} role="alert" className="text-sm text-bad">
              {wordsOf(problem)}
            </p>
          ))}
      {value !== undefined && (
        <div className="flex flex-col gap-4 border-s-2 border-line ps-3">
          <TrialFields
            value={{ ...begins, ...value }}
            onChange={(field, next) => edit([{ do: 'set', path: [...path, field], value: next }])}
            variants={variants}
            isLocked={isLocked}
            errorOf={errorOf}
          />
        </div>
      )}
    </section>
  )
}

function fieldOf(code: string): TrialField | undefined {
  return code === 'trial.goal' ? 'by' : code === 'trial.otherwise' ? 'otherwise' : undefined
}

function wordsOf({ message, fix }: FileProblem): string {
  return fix == null ? message : `${message}. ${fix}`
}
