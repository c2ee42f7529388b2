// What holds at every step: the goal, and the reasons to leave early. They stand alone where their card is selected, and among what is said of the whole journey.

import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../../kit/button.tsx'
import { useWords } from '../../../words/words.ts'
import type { Editing } from '../use-editing.ts'
import { exitForms, goalForms } from './forms.ts'
import { PartForm } from './part-form.tsx'
import { Section } from './part-section.tsx'

/** What counts as success. */
export function GoalPart({ editing }: { readonly editing: Editing }) {
  const say = useWords('journey-forms')
  const { edit, isLocked, stepIds: steps, triggers, tree } = editing
  return (
    <Section title={say('goal.title')} about={say('goal.about')}>
      {tree.goal === undefined ? (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            disabled={isLocked}
            onClick={() => edit([{ do: 'set', path: ['goal'], value: goalForms[0]?.begins }])}
          >
            {say('goal.add')}
          </Button>
        </div>
      ) : (
        <>
          <PartForm path={['goal']} value={tree.goal} forms={goalForms} edit={edit} isLocked={isLocked} steps={steps} triggers={triggers} />
          <div>
            <Button size="small" icon={<Trash2 aria-hidden />} disabled={isLocked} onClick={() => edit([{ do: 'remove', path: ['goal'] }])}>
              {say('goal.remove')}
            </Button>
          </div>
        </>
      )}
    </Section>
  )
}

/** What ends it early. */
export function ExitsPart({ editing }: { readonly editing: Editing }) {
  const say = useWords('journey-forms')
  const { edit, isLocked, stepIds: steps, triggers, tree } = editing
  const { exits } = tree
  return (
    <Section title={say('exits.title')} about={say('exits.about')}>
      {exits.map((exit, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place in the file is what it is known by
        <div key={index} className="flex flex-col gap-2 rounded-md border border-line p-3">
          <div className="flex items-center justify-between">
            <span className="text-sm font-medium text-soft">{say('exits.number', { number: index + 1 })}</span>
            <IconButton
              label={say('exits.remove', { number: index + 1 })}
              size="small"
              disabled={isLocked}
              onClick={() => edit([{ do: 'remove', path: exits.length === 1 ? ['exit'] : ['exit', index] }])}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
          <PartForm path={['exit', index]} value={exit} forms={exitForms} edit={edit} isLocked={isLocked} steps={steps} triggers={triggers} />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<Plus aria-hidden />}
          disabled={isLocked}
          onClick={() => edit([{ do: 'insert', list: ['exit'], at: exits.length, value: exitForms[0]?.begins }])}
        >
          {say('exits.add')}
        </Button>
      </div>
    </Section>
  )
}
