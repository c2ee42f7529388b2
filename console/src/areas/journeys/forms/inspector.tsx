// What is said of the selected part: a step, a trigger, the goal, the reasons to leave, or the journey as a whole, with the problems that are found in it.

import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from 'lucide-react'
import { Suspense } from 'react'
import { Badge } from '../../../kit/badge.tsx'
import { Button, IconButton } from '../../../kit/button.tsx'
import { lazy } from '../../../kit/lazy.ts'
import { Menu } from '../../../kit/menu.tsx'
import { Skeleton } from '../../../kit/skeleton.tsx'
import { useWords } from '../../../words/words.ts'
import { AddStepMenu } from '../add-step-menu.tsx'
import { notSaidYet, triggerBegins } from '../begins.ts'
import { stepLooks, triggerLooks } from '../step-look.ts'
import { type StepNode, triggerKinds } from '../step-tree.ts'
import { isOfTrial } from '../trial/trial-value.ts'
import { withTrialWords } from '../trial/trial-words.ts'
import type { Editing, Spot } from '../use-editing.ts'
import { eventOfTrigger } from './event-of-trigger.ts'
import { commonFields, formOf, stepForms, triggerForms } from './forms.ts'
import { JourneyPart } from './journey-part.tsx'
import { PartForm } from './part-form.tsx'
import { Section } from './part-section.tsx'
import { ExitsPart, GoalPart } from './rule-parts.tsx'
import { valueAt } from './value-at.ts'
import { Ways } from './ways.tsx'

const SendLine = lazy(async () => ({ default: (await import('../../../shell/send-line.tsx')).SendLine }))
const TrialPart = lazy(async () => ({ default: (await withTrialWords(import('../trial/trial-part.tsx'))).TrialPart }))

/** The inspector of what is selected. */
export function Inspector({ editing, onPaste }: { readonly editing: Editing; readonly onPaste: (spot: Spot) => void }) {
  const { selected, tree } = editing
  const trigger = tree.triggers.find(({ place }) => place === selected)
  const step = editing.step(selected)
  return (
    <div className="flex flex-col gap-4">
      <Problems editing={editing} />
      {trigger !== undefined ? (
        <TriggerPart editing={editing} trigger={trigger} />
      ) : step !== undefined ? (
        <StepPart editing={editing} step={step} onPaste={onPaste} />
      ) : selected === 'goal' ? (
        <GoalPart editing={editing} />
      ) : selected === 'exit' ? (
        <ExitsPart editing={editing} />
      ) : (
        <JourneyPart editing={editing} />
      )}
    </div>
  )
}

function Problems({ editing }: { readonly editing: Editing }) {
  const found = editing.problemsAt(editing.selected).filter((problem) => !isOfTrial(problem))
  const say = useWords('journey-forms')
  if (found.length === 0) return null
  const empty = emptyFieldOf(editing)
  const missing = empty === undefined ? undefined : say(`field.${empty}`)
  return (
    <ul className="flex flex-col gap-2 p-0">
      {found.map((problem) => (
        <li
          key={`${problem.line} ${problem.column} ${problem.message}`}
          className={`list-none rounded-md p-2.5 text-base ${problem.severity === 'error' ? 'bg-bad-tint' : 'bg-warn-tint'}`}
        >
          <span className="font-medium">
            {problem.code === 'schema/too-small' && missing !== undefined ? say('fill-in', { field: missing }) : problem.message}
          </span>
          {problem.fix !== undefined && <span className="block text-sm text-soft">{problem.fix}</span>}
        </li>
      ))}
    </ul>
  )
}

/** The first field of the selected part that has to be filled in and is empty. */
function emptyFieldOf({ selected, tree, step }: Editing): string | undefined {
  const trigger = tree.triggers.find(({ place }) => place === selected)
  const part = trigger ?? step(selected)
  if (part === undefined) return undefined
  const forms = trigger === undefined ? stepForms[step(selected)?.kind ?? 'nothing'] : triggerForms[trigger.kind ?? 'on']
  const own = formOf(forms, part.value).fields.find(({ path, isOptional }) => isOptional !== true && valueAt(part.value, path) === '')
  if (own !== undefined) return own.name
  return JSON.stringify(part.value).includes(JSON.stringify(notSaidYet)) ? 'case-if' : undefined
}

type Trigger = Editing['tree']['triggers'][number]

function TriggerPart({ editing, trigger }: { readonly editing: Editing; readonly trigger: Trigger }) {
  const say = useWords('journeys')
  const { edit, isLocked, stepIds, triggers, tree } = editing
  const kind = trigger.kind ?? 'on'
  const Icon = triggerLooks[kind].icon
  const sent = eventOfTrigger(trigger.value, editing.draft.read.value?.['key'])
  const items = triggerKinds.map((one) => ({
    label: say(`trigger.${one}`),
    isChosen: one === trigger.kind,
    onSelect: () => edit([{ do: 'set', path: trigger.path, value: triggerBegins[one] }]),
  }))
  return (
    <>
      <header className="flex items-center justify-between gap-2">
        <h2>
          <Badge kind="accent">
            <Icon aria-hidden />
            {say('trigger-badge')}
          </Badge>
        </h2>
        <div className="flex gap-1">
          <Menu
            trigger={
              <Button size="small" disabled={isLocked}>
                {say(`trigger.${kind}`)}
              </Button>
            }
            title={say('change-kind')}
            items={items}
          />
          <IconButton label={say('delete')} size="small" disabled={isLocked || tree.triggers.length < 2} onClick={() => editing.remove([trigger.place])}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      </header>
      <p className="text-sm text-soft">{say(`trigger-about.${kind}`)}</p>
      <PartForm path={trigger.path} value={trigger.value} forms={triggerForms[kind]} edit={edit} isLocked={isLocked} steps={stepIds} triggers={triggers} />
      {sent !== undefined && (
        <Section title={say('send-one')} about={say('send-one-about')} folded="closed">
          <Suspense fallback={<Skeleton className="h-20" />}>
            <SendLine {...sent} />
          </Suspense>
        </Section>
      )}
    </>
  )
}

function StepPart({ editing, step, onPaste }: { readonly editing: Editing; readonly step: StepNode; readonly onPaste: (spot: Spot) => void }) {
  const say = useWords('journeys')
  const { edit, isLocked, stepIds, triggers } = editing
  const kind = step.kind ?? 'nothing'
  const { icon: Icon } = stepLooks[kind]
  return (
    <>
      <header className="flex items-center justify-between gap-2">
        <h2>
          <Badge kind="accent">
            <Icon aria-hidden />
            {say(`kind.${kind}`)}
          </Badge>
        </h2>
        <div className="flex">
          {!isLocked && (
            <AddStepMenu
              trigger={
                <IconButton label={say('add-step')} size="small">
                  <Plus aria-hidden />
                </IconButton>
              }
              onChoose={(chosen) => editing.insert(step.path.slice(0, -1), (step.path.at(-1) as number) + 1, chosen)}
              onPaste={() => onPaste(step.place)}
            />
          )}
          <IconButton label={say('move-up')} size="small" disabled={isLocked} onClick={() => editing.shift([step.place], -1)}>
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton label={say('move-down')} size="small" disabled={isLocked} onClick={() => editing.shift([step.place], 1)}>
            <ArrowDown aria-hidden />
          </IconButton>
          <IconButton label={say('duplicate')} size="small" disabled={isLocked} onClick={() => editing.duplicate([step.place])}>
            <Copy aria-hidden />
          </IconButton>
          <IconButton label={say('delete')} size="small" disabled={isLocked} onClick={() => editing.remove([step.place])}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      </header>
      <p className="text-sm text-soft">{say(`kind-about.${kind}`)}</p>
      <PartForm path={step.path} value={step.value} forms={stepForms[kind]} edit={edit} isLocked={isLocked} steps={stepIds} triggers={triggers} />
      {kind === 'split' && (
        <Suspense fallback={<Skeleton className="h-14" />}>
          <TrialPart editing={editing} step={step} />
        </Suspense>
      )}
      {(kind === 'on' || kind === 'choose' || kind === 'split') && <Ways editing={editing} step={step} kind={kind} />}
      <div className="border-t border-line pt-4">
        <PartForm
          path={step.path}
          value={step.value}
          forms={[{ name: 'common', fits: () => true, begins: {}, fields: commonFields }]}
          edit={edit}
          isLocked={isLocked}
          steps={stepIds}
          triggers={triggers}
        />
      </div>
    </>
  )
}
