// A journey as a list that is read from top to bottom: the full editor for keyboards, screen readers and phones. Arrow keys move between rows, Enter opens
// what is said of one, Shift with arrows selects several, Alt with arrows moves them, Delete takes them away.

import { Link } from '@tanstack/react-router'
import { CircleAlert, LogIn, Plus, Settings2 } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Button, IconButton } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { linkLook } from '../../kit/link-look.ts'
import { Menu } from '../../kit/menu.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useConditionWords } from '../conditions/use-condition-words.ts'
import { AddStepMenu } from './add-step-menu.tsx'
import { goneSteps } from './gone.ts'
import { ruleKindWords, ruleLooks, ruleWords } from './rule-look.ts'
import { rulesOf, wholeJourney } from './rules.ts'
import { branchWords, onlyWhenWords, stepLooks, stepWords, triggerLooks, triggerWords } from './step-look.ts'
import type { Path } from './step-tree.ts'
import { rulePlaces, type StepNode, triggerKinds } from './step-tree.ts'
import type { Editing, Spot } from './use-editing.ts'
import type { StepNumbers } from './use-numbers.ts'

interface OutlineProps {
  readonly editing: Editing
  /** Puts what was copied behind a step, or at the end. */
  readonly onPaste: (spot: Spot) => void
  readonly numbers: ReadonlyMap<string, StepNumbers> | undefined
}

/** The outline. */
export function Outline({ editing, numbers, journey, onPaste, onOpen }: OutlineProps & { readonly journey: string; readonly onOpen: () => void }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const sayCondition = useConditionWords()
  const { tree, isLocked } = editing
  const gone = goneSteps(tree, numbers)
  const list = useRef<HTMLDivElement>(null)
  // Whoever moves or pastes steps by keyboard goes on from where they stand then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the rows are drawn as the journey is now
  useEffect(() => {
    const own = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('[data-place]')
    if (own == null || list.current?.contains(own) !== true || own.dataset['place'] === editing.selected) return
    list.current.querySelector<HTMLElement>(`[data-place="${CSS.escape(editing.selected)}"]`)?.focus()
  }, [editing.selected, tree])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows are buttons; this only moves between them
    <div ref={list} onKeyDown={(event) => onKey(event, { editing, onOpen })} className="flex max-w-3xl flex-col gap-4">
      <section aria-label={say('triggers')}>
        <h2 className="mb-1 text-sm font-medium text-soft">{say('triggers')}</h2>
        <ol className="m-0 flex list-none flex-col gap-1 p-0">
          {tree.triggers.map((trigger) => {
            const Icon = triggerLooks[trigger.kind ?? 'on'].icon
            return (
              <li key={trigger.place} className="m-0">
                <Row
                  editing={editing}
                  onPaste={onPaste}
                  place={trigger.place}
                  icon={<Icon aria-hidden />}
                  kind={trigger.kind === undefined ? say('unknown') : say(`trigger.${trigger.kind}`)}
                  words={triggerWords(trigger.kind, trigger.value, say, sayCondition)}
                  only={onlyWhenWords(trigger.value, say, sayCondition)}
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
        <Steps editing={editing} onPaste={onPaste} numbers={numbers} steps={tree.steps} list={['steps']} />
      </section>
      <section aria-label={say('rule.title')}>
        <h2 className="mb-1 text-sm font-medium text-soft">{say('rule.title')}</h2>
        <ul className="m-0 flex list-none flex-col gap-1 p-0">
          <li className="m-0">
            <Row
              editing={editing}
              onPaste={onPaste}
              place={wholeJourney}
              icon={<Settings2 aria-hidden />}
              kind={say('rule.whole')}
              words={say('rule.whole-about')}
            />
          </li>
          {rulesOf(tree).map((rule) => {
            const { place, values } = rule
            const Icon = ruleLooks[place].icon
            return (
              <li key={place} className="m-0">
                <Row
                  editing={editing}
                  onPaste={onPaste}
                  place={place}
                  icon={<Icon aria-hidden />}
                  kind={ruleKindWords(rule, say)}
                  words={values.length === 0 ? say(`rule.no-${place}`) : ruleWords(rule, say, sayCondition)}
                />
              </li>
            )
          })}
        </ul>
      </section>
      {gone.length > 0 && (
        <section aria-label={say('gone-step.heading')}>
          <h2 className="mb-1 text-sm font-medium text-soft">{say('gone-step.heading')}</h2>
          <ul className="m-0 flex list-none flex-col gap-1 p-0">
            {gone.map(({ step, people }) => (
              <li key={step} className="m-0 rounded-md border-2 border-line-strong border-dashed px-3 py-2">
                <Link to="/journeys/$journey" params={{ journey } as never} search={{ tab: 'people', at: step } as never} className={linkLook}>
                  {step}
                </Link>{' '}
                <span className="text-sm text-soft">{say('gone-step.about', { count: people, short: formats.short(people) })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Steps({ editing, numbers, onPaste, steps, list }: OutlineProps & { readonly steps: readonly StepNode[]; readonly list: Path }) {
  const say = useWords('journeys')
  return (
    <>
      <ol className="m-0 flex list-none flex-col gap-1 p-0">
        {steps.map((step) => (
          <li key={step.place} className="m-0">
            <StepRow editing={editing} onPaste={onPaste} numbers={numbers} step={step} />
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
          onPaste={() => onPaste({ list, at: steps.length })}
        />
      )}
    </>
  )
}

function StepRow({ editing, numbers, onPaste, step }: OutlineProps & { readonly step: StepNode }) {
  const say = useWords('journeys')
  const sayCondition = useConditionWords()
  const formats = useFormats()
  const { icon: Icon } = stepLooks[step.kind ?? 'nothing']
  const count = numbers?.get(step.id)
  return (
    <>
      <Row
        editing={editing}
        onPaste={onPaste}
        place={step.place}
        icon={<Icon aria-hidden />}
        kind={step.kind === undefined ? say('unknown') : say(`kind.${step.kind}`)}
        words={stepWords(step.kind, step.value, say)}
        only={onlyWhenWords(step.value, say, sayCondition)}
        detail={count === undefined ? undefined : say('numbers.row', { here: formats.number(count.hereNow), reached: formats.number(count.reached) })}
      />
      {step.branches.map((branch) => (
        <div key={branch.place} className="mt-1 ms-5 border-s-2 border-line ps-3 pb-1">
          <p className="my-1 text-sm font-medium text-soft">{branchWords(branch.value, say, sayCondition, branch.share)}</p>
          <Steps editing={editing} onPaste={onPaste} numbers={numbers} steps={branch.steps} list={branch.list} />
        </div>
      ))}
    </>
  )
}

interface RowProps {
  readonly editing: Editing
  readonly onPaste: (spot: Spot) => void
  readonly place: string
  readonly icon: React.ReactNode
  readonly kind: string
  readonly words: string
  /** What has to hold besides. */
  readonly only?: string | undefined
  readonly detail?: string | undefined
}

function Row({ editing, onPaste, place, icon, kind, words, only, detail }: RowProps) {
  const say = useWords('journeys')
  const isSelected = editing.selected === place || editing.chosen.includes(place)
  const problems = editing.problemsAt(place)
  const step = editing.step(place)
  return (
    <div className="flex items-center gap-1">
      <button
        type="button"
        data-place={place}
        aria-current={isSelected ? 'true' : undefined}
        onClick={(event) => editing.press(place, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'beside' : 'alone')}
        className={classes(
          'flex min-h-10 min-w-0 flex-1 items-center gap-2.5 rounded-md border px-3 py-1.5 text-start text-base hover:border-line-strong phone:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0',
          isSelected ? 'border-accent bg-tint' : 'border-line bg-card',
        )}
      >
        {icon}
        <span className="shrink-0 text-soft">{kind}</span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{words}</span>
          {only !== undefined && <span className="block text-sm text-soft">{only}</span>}
        </span>
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
          onPaste={() => onPaste(place)}
        />
      )}
    </div>
  )
}

interface Walked {
  readonly editing: Editing
  /** Enter on a row: to what is said of it. */
  readonly onOpen: () => void
}

function onKey(event: KeyboardEvent<HTMLElement>, { editing, onOpen }: Walked): void {
  const row = (event.target as HTMLElement).closest<HTMLElement>('[data-place]')
  const place = row?.dataset['place']
  if (row === null || place === undefined) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-place]')]
  const those = editing.chosen.includes(place) ? editing.chosen : [place]
  const go = (by: number): void => {
    const next = rows[rows.indexOf(row) + by]
    const to = next?.dataset['place']
    next?.focus()
    if (event.shiftKey && to !== undefined && editing.step(to) !== undefined && editing.step(place) !== undefined) editing.extend(place, to)
  }
  const isCommand = event.ctrlKey || event.metaKey
  if (event.key === 'Enter' && !isCommand && !event.shiftKey) {
    editing.press(place, 'alone')
    onOpen()
  } else if (event.key === 'ArrowDown' && event.altKey) editing.shift(those, 1)
  else if (event.key === 'ArrowUp' && event.altKey) editing.shift(those, -1)
  else if (event.key === 'ArrowDown') go(1)
  else if (event.key === 'ArrowUp') go(-1)
  else if (event.key === 'Delete' && (editing.step(place) !== undefined || rulePlaces.some((one) => one === place))) editing.remove(those)
  else if (isCommand && event.key === 'a')
    editing.choose([...rows.map((one) => one.dataset['place'] ?? '').filter((one) => one !== place && editing.step(one) !== undefined), place])
  else if (event.key === 'Escape' && editing.chosen.length > 1) editing.select(place)
  else return
  event.preventDefault()
}
