// What holds for the whole journey: what it is for, how often one enters, what ends it early, what counts as success.

import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../../kit/button.tsx'
import { useWords } from '../../../words/words.ts'
import type { Value } from '../step-tree.ts'
import type { Editing } from '../use-editing.ts'
import { exitForms, type FieldForm, type Form, goalForms, guardForms, journeyFields, rareJourneyFields } from './forms.ts'
import { PartForm } from './part-form.tsx'

const oneForm = (name: string, fields: readonly FieldForm[]): readonly Form[] => [{ name, fits: () => true, begins: {}, fields }]
const firstForms = oneForm('journey', journeyFields)
const rareForms = oneForm('journey', rareJourneyFields)

/** The form. */
export function JourneyPart({ editing }: { readonly editing: Editing }) {
  const say = useWords('journey-forms')
  const { edit, isLocked, stepIds: steps, triggers, draft } = editing
  const value = draft.read.value ?? {}
  const shared = { edit, isLocked, steps, triggers }
  return (
    <>
      <h2 className="text-lg font-semibold">{say('journey-settings')}</h2>
      <p className="text-sm text-soft">{say('journey-settings-about')}</p>
      <PartForm path={[]} value={value} forms={firstForms} {...shared} />
      <Exits editing={editing} value={value} />
      <Section title={say('goal.title')} about={say('goal.about')}>
        {isValue(value['goal']) ? (
          <>
            <PartForm path={['goal']} value={value['goal']} forms={goalForms} {...shared} />
            <div>
              <Button size="small" icon={<Trash2 aria-hidden />} disabled={isLocked} onClick={() => edit([{ do: 'remove', path: ['goal'] }])}>
                {say('goal.remove')}
              </Button>
            </div>
          </>
        ) : (
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
        )}
      </Section>
      <Section title={say('guard.title')} about={say('guard.about')}>
        <PartForm path={[]} value={value} forms={guardForms} {...shared} />
      </Section>
      <Section title={say('rare.title')} about={say('rare.about')}>
        <PartForm path={[]} value={value} forms={rareForms} {...shared} />
      </Section>
    </>
  )
}

function Exits({ editing, value }: { readonly editing: Editing; readonly value: Value }) {
  const say = useWords('journey-forms')
  const { edit, isLocked, stepIds: steps, triggers } = editing
  const exits = (Array.isArray(value['exit']) ? value['exit'] : []).filter(isValue)
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

function Section({ title, about, children }: { readonly title: string; readonly about: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3 border-t border-line pt-4">
      <div>
        <h3 className="text-base font-semibold">{title}</h3>
        <p className="text-sm text-soft">{about}</p>
      </div>
      {children}
    </section>
  )
}

function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
