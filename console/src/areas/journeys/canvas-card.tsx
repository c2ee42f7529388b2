// Cards of the drawing: a trigger, a step with its ways as rows, what holds at every step, and the pill at the end. Read only: what they say is changed beside the drawing. From afar
// they are plain blocks.

import { CircleAlert, Flag, type LucideIcon, MailOpen, Pointer } from 'lucide-react'
import { createContext, memo, useContext } from 'react'
import { classes } from '../../kit/classes.ts'
import { useDetail } from '../../kit/drawing.tsx'
import { useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import type { Placed } from './graph-layout.ts'
import type { CardMark, Overlay } from './overlay.ts'
import { ruleKindWords, ruleLooks, ruleName, ruleValueWords, ruleWords } from './rule-look.ts'
import { branchWords, onlyWhenWords, stepLooks, stepWords, triggerLooks, triggerWords } from './step-look.ts'
import type { FileProblem } from './use-draft.ts'
import type { JourneyNumbers } from './use-numbers.ts'

const tones = {
  good: 'bg-good-tint text-good',
  warn: 'bg-warn-tint text-warn',
  bad: 'bg-bad-tint text-bad',
  accent: 'bg-tint text-on-tint',
  plain: 'bg-sunken text-soft',
} as const

interface CardProps {
  readonly card: Placed
  /** Of all cards this one is reached with Tab; arrow keys go on from there. */
  readonly isEntrance: boolean
  readonly isSelected: boolean
  readonly problems: readonly FileProblem[]
  readonly overlay: Overlay | undefined
}

/** What comes later than the cards, and shows only on those that are read. */
export interface Said {
  readonly numbers: JourneyNumbers | undefined
  /** Until they are there, conditions are said in fewer words. */
  readonly sayCondition: Say | undefined
}

export const SaidContext = createContext<Said>({ numbers: undefined, sayCondition: undefined })

/** A trigger or a step. It is drawn anew only when something of its own changes. */
export const CardNode = memo(function CardNode(props: CardProps) {
  const { card, isEntrance, isSelected, problems, overlay } = props
  const say = useWords('journeys')
  const mark = markOf(card, overlay)
  const isFar = useDetail(card) === 'far'
  const look = lookOf(card)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button may not hold what a card shows
    <div
      role="button"
      tabIndex={isEntrance ? 0 : -1}
      data-card={card.id}
      aria-pressed={isSelected}
      aria-label={isFar ? say('card', { kind: kindWords(card, say), words: saidWords(card, say, undefined) }) : undefined}
      style={{ width: card.width, height: card.height, transform: `translate(${card.x}px, ${card.y}px)` }}
      className={classes(
        'absolute top-0 left-0 cursor-pointer rounded-lg border bg-card text-ink contain-layout',
        isSelected ? 'border-accent ring-2 ring-accent' : problems.some(({ severity }) => severity === 'error') ? 'border-bad' : 'border-line-strong/50',
        isFar && (mark === undefined ? look.color : tones[mark.tone]),
        // It steps back by its colors: seen through, its words would be too pale to read.
        overlay?.dimsOthers === true && mark === undefined && card.step !== undefined && 'border-dashed bg-sunken grayscale [&_*]:text-soft',
      )}
    >
      {!isFar && <Face {...props} />}
    </div>
  )
})

function lookOf({ step, rule, trigger }: Placed): (typeof stepLooks)[keyof typeof stepLooks] {
  if (rule !== undefined) return ruleLooks[rule.place]
  return step === undefined ? triggerLooks[trigger?.kind ?? 'on'] : stepLooks[step.kind ?? 'nothing']
}

function kindWords({ step, rule, trigger }: Placed, say: Say): string {
  if (rule !== undefined) return ruleKindWords(rule, say)
  if (step === undefined) return say(`trigger.${trigger?.kind ?? 'on'}`)
  return step.kind === undefined ? say('unknown') : say(`kind.${step.kind}`)
}

function saidWords({ step, rule, trigger }: Placed, say: Say, sayCondition: Say | undefined): string {
  if (rule !== undefined) return ruleWords(rule, say, sayCondition)
  return step === undefined ? triggerWords(trigger?.kind, trigger?.value ?? {}, say, sayCondition) : stepWords(step.kind, step.value, say)
}

function markOf({ step, id }: Placed, overlay: Overlay | undefined): CardMark | undefined {
  return overlay?.marks.get(step?.id ?? id)
}

const rowLook = 'mx-2.5 mt-0.5 block h-6 truncate border-t border-line pt-1 text-sm leading-tight text-soft'

function Face({ card, problems, overlay }: CardProps) {
  const { sayCondition } = useContext(SaidContext)
  const say = useWords('journeys')
  const mark = markOf(card, overlay)
  const { step, rule, trigger } = card
  const only = trigger && onlyWhenWords(trigger.value, say, sayCondition)
  const look = lookOf(card)
  const Icon = look.icon
  const kind = kindWords(card, say)
  const said = rule === undefined ? saidWords(card, say, sayCondition) : ruleName(rule, say, sayCondition)
  // What only opens ways is called by its name.
  const named = step !== undefined && step.branches.length > 0 && typeof step.value['id'] === 'string' ? step.value['id'] : undefined
  const words = named ?? said
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-2.5 px-2.5 pt-2">
        <span className={classes('grid size-7 shrink-0 place-items-center rounded-md [&_svg]:size-4', look.color)}>
          <Icon aria-hidden />
        </span>
        <span className="min-w-0 flex-1 leading-tight">
          <span className="block truncate text-base font-semibold">{words === '' ? kind : words}</span>
          <span className="block truncate text-sm text-soft">
            {named === undefined ? kind : step?.value['trial'] === undefined ? `${kind} · ${said}` : said}
            {(step?.value['if'] ?? trigger?.value['where'] ?? (rule?.values.length === 1 ? rule.values[0]?.['where'] : undefined)) !== undefined &&
              ` · ${say('has-if')}`}
          </span>
        </span>
        {mark?.word !== undefined && <span className={classes('shrink-0 rounded-sm px-1.5 py-0.5 text-xs font-semibold', tones[mark.tone])}>{mark.word}</span>}
        {problems.length > 0 && (
          <span className="flex shrink-0 items-center gap-0.5 text-sm font-medium text-bad [&_svg]:size-4">
            <CircleAlert aria-hidden />
            <span className="sr-only">{say('problem-count', { count: problems.length })}</span>
            <span aria-hidden>{problems.length}</span>
          </span>
        )}
      </div>
      {only !== undefined && (
        <span className="mx-2.5 mt-0.5 line-clamp-2 shrink-0 border-t border-line pt-1 text-sm leading-tight text-soft" title={only}>
          {only}
        </span>
      )}
      {step?.branches.map((branch) => (
        <span key={branch.place} className={rowLook}>
          {branchWords(branch.value, say, sayCondition, branch.share)}
        </span>
      ))}
      {(rule?.values.length ?? 0) > 1 &&
        rule?.values.map((value, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: its place in the file is what it is known by
          <span key={index} className={rowLook}>
            {ruleValueWords(value, say, sayCondition)}
          </span>
        ))}
      {overlay === undefined ? <Numbers card={card} /> : <div className="mt-auto truncate px-2.5 pb-1.5 text-sm text-soft">{mark?.line}</div>}
    </div>
  )
}

/** In whole percents: with a digit more the row is wider than its card in German. */
function Rate({ Icon, share }: { readonly Icon: LucideIcon; readonly share: number }) {
  const formats = useFormats()
  return (
    <span aria-hidden className="inline-flex shrink-0 items-center gap-1">
      <Icon className="size-3.5" />
      {formats.wholePercent(share)}
    </span>
  )
}

function Numbers({ card }: Pick<CardProps, 'card'>) {
  const { numbers } = useContext(SaidContext)
  const say = useWords('journeys')
  const formats = useFormats()
  if (numbers === undefined) return null
  if (card.rule !== undefined) {
    const count = card.rule.place === 'goal' ? numbers.converted : numbers.exited
    const share = numbers.entered === 0 ? [] : [formats.percent(count / numbers.entered)]
    const words = [say(`numbers.${card.rule.place}`, { count: formats.short(count) }), ...share]
    return <div className="mt-auto px-2.5 pb-1.5 text-sm text-soft">{words.join(' · ')}</div>
  }
  if (card.step === undefined)
    return card.trigger?.place === 'enter.0' ? (
      <div className="mt-auto px-2.5 pb-1.5 text-sm text-soft">{say('numbers.entered', { count: formats.short(numbers.entered) })}</div>
    ) : null
  const own = numbers.steps.get(card.step.id)
  if (own === undefined) return null
  const opened = formats.percent(own.opened / own.sent)
  const clicked = formats.percent(own.clicked / own.sent)
  return (
    <div className="mt-auto flex items-center justify-between gap-2 px-2.5 pb-1.5 text-sm text-soft">
      {own.sent > 0 ? (
        // In words it is wider than the card in every language.
        <span
          title={say('numbers.sent', { sent: formats.short(own.sent), opened, clicked })}
          className="flex min-w-0 items-center gap-x-2 whitespace-nowrap tabular-nums"
        >
          <span className="sr-only">{say('numbers.sent', { sent: formats.short(own.sent), opened, clicked })}</span>
          <span aria-hidden className="truncate">
            {say('numbers.out', { count: formats.short(own.sent) })}
          </span>
          <Rate Icon={MailOpen} share={own.opened / own.sent} />
          <Rate Icon={Pointer} share={own.clicked / own.sent} />
        </span>
      ) : (
        <span className="truncate">{say('numbers.reached', { count: formats.short(own.reached) })}</span>
      )}
      {own.hereNow > 0 && (
        <span className="shrink-0 rounded-sm bg-tint px-1 font-medium text-on-tint">{say('numbers.here', { count: formats.short(own.hereNow) })}</span>
      )}
    </div>
  )
}

/** A way without steps: a dot that its line goes through. */
export const PassNode = memo(function PassNode({ card: { x, y } }: { readonly card: Placed }) {
  return <div className="absolute top-0 left-0 size-2 rounded-full bg-line-strong" style={{ transform: `translate(${x}px, ${y}px)` }} />
})

/** Where everybody comes out who was not taken elsewhere. */
export function EndNode({ card: { x, y, width, height } }: Pick<CardProps, 'card'>) {
  const { numbers } = useContext(SaidContext)
  const say = useWords('journeys')
  const formats = useFormats()
  return (
    <div
      style={{ width, height, transform: `translate(${x}px, ${y}px)` }}
      className="absolute top-0 left-0 flex items-center justify-center gap-1.5 rounded-full border border-line-strong/50 bg-sunken text-sm font-medium text-ink [&_svg]:size-3.5"
    >
      <Flag aria-hidden />
      {say('completed')}
      {numbers !== undefined && <span className="text-soft">{formats.short(numbers.completed)}</span>}
    </div>
  )
}
