// The ways out of a step that listens, chooses or splits: each with its form, its order, and a button for one more.

import { ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../../kit/button.tsx'
import { useWords } from '../../../words/words.ts'
import type { Edit } from '../journey-text.ts'
import { shareWords } from '../step-look.ts'
import type { StepNode } from '../step-tree.ts'
import type { Editing } from '../use-editing.ts'
import { branchForms } from './forms.ts'
import { PartForm } from './part-form.tsx'
import { valueAt } from './value-at.ts'

/** The ways, as they are asked. */
export function Ways({ editing, step, kind }: { readonly editing: Editing; readonly step: StepNode; readonly kind: 'on' | 'choose' | 'split' }) {
  const say = useWords('journey-forms')
  const { edit, isLocked, stepIds, triggers } = editing
  const forms = branchForms[kind]
  const add = (): void => {
    const begins = kind === 'split' ? { variant: freeLetter(step) } : forms[0]?.begins
    // What takes the rest stays the last.
    const last = step.branches.at(-1)
    const at = kind === 'choose' && last !== undefined && Object.hasOwn(last.value, 'else') ? step.branches.length - 1 : step.branches.length
    edit([{ do: 'insert', list: [...step.path, kind], at, value: { ...begins, steps: [] } }])
  }
  return (
    <section aria-label={say('ways')} className="flex flex-col gap-3">
      <h3 className="text-base font-semibold">{say('ways')}</h3>
      {step.branches.map((branch, index) => (
        <div key={branch.place} className="flex flex-col gap-2 rounded-md border border-line p-3">
          <div className="flex items-center justify-between">
            <span className="text-sm font-medium text-soft">
              {branch.share === undefined ? say('way-number', { number: index + 1 }) : say('way-share', { number: index + 1, share: shareWords(branch.share) })}
            </span>
            <span className="flex">
              <IconButton
                label={say('move-way-up', { number: index + 1 })}
                size="small"
                disabled={isLocked || index === 0}
                onClick={() => edit([{ do: 'move', from: branch.path, list: [...step.path, kind], at: index - 1 }])}
              >
                <ArrowUp aria-hidden />
              </IconButton>
              <IconButton
                label={say('delete-way', { number: index + 1 })}
                size="small"
                disabled={isLocked || step.branches.length < (kind === 'split' ? 3 : 2)}
                onClick={() => edit([{ do: 'remove', path: branch.path }])}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </span>
          </div>
          <PartForm
            path={branch.path}
            value={branch.value}
            forms={forms}
            edit={(edits) => edit([...edits, ...renamed(step, branch, edits)])}
            isLocked={isLocked}
            steps={stepIds}
            triggers={triggers}
          />
        </div>
      ))}
      <div>
        <Button size="small" icon={<Plus aria-hidden />} disabled={isLocked} onClick={add}>
          {say('add-way')}
        </Button>
      </div>
    </section>
  )
}

/** The first of A, B, C ... that no variant is called. */
function freeLetter({ branches }: StepNode): string {
  const taken = new Set(branches.map(({ value }) => value['variant']))
  return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find((letter) => !taken.has(letter)) ?? ''
}

/** What else says the name of a variant that gets another: the winner, and what a trial sends when nothing says which. */
function renamed({ path, value }: StepNode, branch: StepNode['branches'][number], edits: readonly Edit[]): readonly Edit[] {
  const name = edits.flatMap((one) => (one.do === 'set' && one.path.join('.') === `${branch.place}.variant` ? [one.value] : []))[0]
  const before = branch.value['variant']
  if (name === undefined || before === undefined) return []
  const places = [['winner'], ['trial', 'otherwise']].filter((place) => valueAt(value, place) === before)
  return places.map((place) => ({ do: 'set', path: [...path, ...place], value: name }))
}
