// A journey as a list that is read from top to bottom: the full editor for keyboards, screen readers and phones. Arrow keys move between rows, Enter opens
// what is said of one, Alt with arrows moves it, Delete takes it away.

import { CircleAlert, LogIn, Plus } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { Button, IconButton } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { Menu } from '../../kit/menu.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useConditionWords } from '../conditions/use-condition-words.ts'
import { AddStepMenu } from './add-step-menu.tsx'
import type { Path } from './journey-text.ts'
import { branchWords, stepLooks, stepWords, triggerLooks, triggerWords } from './step-look.ts'
import { type StepNode, triggerKinds } from './step-tree.ts'
import type { Editing } from './use-editing.ts'
import type { StepNumbers } from './use-numbers.ts'

interface OutlineProps {
  readonly editing: Editing
  readonly numbers: ReadonlyMap<string, StepNumbers> | undefined
}

/** The outline. */
export function Outline({ editing, numbers }: OutlineProps) {
  const say = useWords('journeys')
  const sayCondition = useConditionWords()
  const { tree, isLocked } = editing
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are buttons; this only moves between them
    <div onKeyDown={(event) => onKey(event, editing)} className="flex max-w-3xl flex-col gap-4">
      <section aria-label={say('triggers')}>
        <h2 className="mb-1 text-sm font-medium text-soft">{say('triggers')}</h2>
        <ol className="m-0 flex list-none flex-col gap-1 p-0">
          {tree.triggers.map((trigger) => {
            const Icon = triggerLooks[trigger.kind ?? 'on'].icon
            return (
              <li key={trigger.place} className="m-0">
                <Row
                  editing={editing}
                  place={trigger.place}
                  icon={<Icon aria-hidden />}
                  kind={trigger.kind === undefined ? say('unknown') : say(`trigger.${trigger.kind}`)}
                  words={triggerWords(trigger.kind, trigger.value, say, sayCondition)}
                />
              </li>
            )
          })}
        </ol>
        <Menu
          trigger={
            <Button size="small" kind="quiet" icon={<LogIn aria-hidden />} disabled={isLocked} className="mt-1">
              {say('add-trigger')}
            </Button>
          }
          items={triggerKinds.map((kind) => ({ label: say(`trigger.${kind}`), onSelect: () => editing.addTrigger(kind) }))}
        />
      </section>
      <section aria-label={say('steps')}>
        <h2 className="mb-1 text-sm font-medium text-soft">{say('steps')}</h2>
        <Steps editing={editing} numbers={numbers} steps={tree.steps} list={['steps']} />
      </section>
    </div>
  )
}

function Steps({ editing, numbers, steps, list }: OutlineProps & { readonly steps: readonly StepNode[]; readonly list: Path }) {
  const say = useWords('journeys')
  return (
    <>
      <ol className="m-0 flex list-none flex-col gap-1 p-0">
        {steps.map((step) => (
          <li key={step.place} className="m-0">
            <StepRow editing={editing} numbers={numbers} step={step} />
          </li>
        ))}
      </ol>
      {!editing.isLocked && (
        <AddStepMenu
          trigger={
            <Button size="small" kind="quiet" icon={<Plus aria-hidden />} className="mt-1">
              {say('add-step')}
            </Button>
          }
          onChoose={(kind) => editing.insert(list, steps.length, kind)}
          onPaste={editing.canPaste() ? () => editing.paste(steps.at(-1)?.place ?? '') : undefined}
        />
      )}
    </>
  )
}

function StepRow({ editing, numbers, step }: OutlineProps & { readonly step: StepNode }) {
  const say = useWords('journeys')
  const sayCondition = useConditionWords()
  const formats = useFormats()
  const { icon: Icon } = stepLooks[step.kind ?? 'nothing']
  const count = numbers?.get(step.id)
  return (
    <>
      <Row
        editing={editing}
        place={step.place}
        icon={<Icon aria-hidden />}
        kind={step.kind === undefined ? say('unknown') : say(`kind.${step.kind}`)}
        words={stepWords(step.kind, step.value, say)}
        detail={count === undefined ? undefined : say('numbers.row', { here: formats.number(count.hereNow), reached: formats.number(count.reached) })}
      />
      {step.branches.map((branch) => (
        <div key={branch.place} className="mt-1 ms-5 border-s-2 border-line ps-3 pb-1">
          <p className="my-1 text-sm font-medium text-soft">{branchWords(branch.value, say, sayCondition)}</p>
          <Steps editing={editing} numbers={numbers} steps={branch.steps} list={branch.list} />
        </div>
      ))}
    </>
  )
}

interface RowProps {
  readonly editing: Editing
  readonly place: string
  readonly icon: React.ReactNode
  readonly kind: string
  readonly words: string
  readonly detail?: string | undefined
}

function Row({ editing, place, icon, kind, words, detail }: RowProps) {
  const say = useWords('journeys')
  const isSelected = editing.selected === place
  const problems = editing.problemsAt(place)
  const step = editing.step(place)
  return (
    <div className="flex items-center gap-1">
      <button
        type="button"
        data-place={place}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => editing.select(place)}
        className={classes(
          'flex min-h-10 min-w-0 flex-1 items-center gap-2.5 rounded-md border px-3 py-1.5 text-start text-base hover:border-line-strong phone:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0',
          isSelected ? 'border-accent bg-tint' : 'border-line bg-card',
        )}
      >
        {icon}
        <span className="shrink-0 text-soft">{kind}</span>
        <span className="min-w-0 flex-1 truncate font-medium">{words}</span>
        {problems.length > 0 && (
          <span className="flex items-center gap-1 text-sm text-bad">
            <CircleAlert aria-hidden />
            {say('problem-count', { count: problems.length })}
          </span>
        )}
        {detail !== undefined && <span className="shrink-0 text-sm text-soft phone:hidden">{detail}</span>}
      </button>
      {step !== undefined && !editing.isLocked && (
        <AddStepMenu
          trigger={
            <IconButton label={say('add-after', { what: `${kind} ${words}` })} size="small">
              <Plus aria-hidden />
            </IconButton>
          }
          onChoose={(chosen) => editing.insert(step.path.slice(0, -1), (step.path.at(-1) as number) + 1, chosen)}
          onPaste={editing.canPaste() ? () => editing.paste(place) : undefined}
        />
      )}
    </div>
  )
}

function onKey(event: KeyboardEvent<HTMLElement>, editing: Editing): void {
  const row = (event.target as HTMLElement).closest<HTMLElement>('[data-place]')
  const place = row?.dataset['place']
  if (row === null || place === undefined) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-place]')]
  const go = (by: number): void => rows[rows.indexOf(row) + by]?.focus()
  const isCommand = event.ctrlKey || event.metaKey
  if (event.key === 'ArrowDown' && event.altKey) editing.shift(place, 1)
  else if (event.key === 'ArrowUp' && event.altKey) editing.shift(place, -1)
  else if (event.key === 'ArrowDown') go(1)
  else if (event.key === 'ArrowUp') go(-1)
  else if (event.key === 'Delete' && editing.step(place) !== undefined) editing.remove(place)
  else if (isCommand && event.key === 'c') editing.copy(place)
  else if (isCommand && event.key === 'v') editing.paste(place)
  else return
  event.preventDefault()
}
