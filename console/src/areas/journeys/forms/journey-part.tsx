// What holds for the whole journey: what it is for, how often one enters, what ends it early, what counts as success. What few need is folded away until
// something is said there.

import { useState } from 'react'
import { useWords } from '../../../words/words.ts'
import type { Editing } from '../use-editing.ts'
import { type FieldForm, type Form, guardForms, journeyFields, rareJourneyFields } from './forms.ts'
import { PartForm } from './part-form.tsx'
import { Section } from './part-section.tsx'
import { ExitsPart, GoalPart } from './rule-parts.tsx'

const oneForm = (name: string, fields: readonly FieldForm[]): readonly Form[] => [{ name, fits: () => true, begins: {}, fields }]
const firstForms = oneForm('journey', journeyFields)
const rareForms = oneForm('journey', rareJourneyFields)

/** The form. */
export function JourneyPart({ editing }: { readonly editing: Editing }) {
  const say = useWords('journey-forms')
  const { edit, isLocked, stepIds: steps, triggers, draft } = editing
  const value = draft.read.value ?? {}
  const shared = { edit, isLocked, steps, triggers }
  // What was said when the page was opened; a section does not close under somebody who takes the last of it away.
  const [isSaid] = useState(() => ({
    guard: value['guard'] !== undefined,
    rare: rareJourneyFields.some(({ path }) => value[String(path[0])] !== undefined),
  }))
  return (
    <>
      <h2 className="text-lg font-semibold">{say('journey-settings')}</h2>
      <p className="text-sm text-soft">{say('journey-settings-about')}</p>
      <PartForm path={[]} value={value} forms={firstForms} {...shared} />
      <ExitsPart editing={editing} />
      <GoalPart editing={editing} />
      <Section title={say('guard.title')} about={say('guard.about')} folded={isSaid.guard ? 'open' : 'closed'}>
        <PartForm path={[]} value={value} forms={guardForms} {...shared} />
      </Section>
      <Section title={say('rare.title')} about={say('rare.about')} folded={isSaid.rare ? 'open' : 'closed'}>
        <PartForm path={[]} value={value} forms={rareForms} {...shared} />
      </Section>
    </>
  )
}
