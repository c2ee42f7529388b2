// One condition as a row: a sentence of controls, what can be done with it, how many people it holds for alone, what is wrong with it, and what it said
// of the person it was tried on.

import { ArrowDown, ArrowUp, ChartNoAxesColumn, CircleHelp, Copy, Ellipsis, Group, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { IconButton } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { Select } from '../../kit/input.tsx'
import { Menu } from '../../kit/menu.tsx'
import { useMay } from '../../shell/session.ts'
import { pathKey, useBuilder } from './builder-context.tsx'
import { type ConditionJson, isSamePath, type Json, kindOf, type LeafKind, type Path } from './condition-json.ts'
import { duplicateAt, moveAt, nestAt, removeAt, replaceAt } from './edit-condition.ts'
import { AggregateRow, EventRow, InOrderRow, LatestRow, type RowProps, SinceRow } from './event-rows.tsx'
import { negated, rowAt } from './group-shape.ts'
import { PartCount } from './part-count.tsx'
import { PastNumbers } from './past-numbers.tsx'
import { asksForNumber } from './past-values.ts'
import { CartRow, FactRow, JourneyRow, MembershipRow, MessageRow, RateRow, TimeRow } from './person-rows.tsx'
import { asKind, canDraw, newRows, rowGroups } from './row-forms.ts'
import { TextRow } from './text-row.tsx'
import { TriedLine } from './tried-line.tsx'

const bodies: Record<LeafKind, (props: RowProps) => React.ReactNode> = {
  event: EventRow,
  sum: AggregateRow,
  avg: AggregateRow,
  min: AggregateRow,
  max: AggregateRow,
  distinct: AggregateRow,
  since: SinceRow,
  'in-order': InOrderRow,
  latest: LatestRow,
  attribute: FactRow,
  trigger: FactRow,
  list: MembershipRow,
  topic: MembershipRow,
  segment: MembershipRow,
  message: MessageRow,
  rate: RateRow,
  journey: JourneyRow,
  cart: CartRow,
  time: TimeRow,
}

/** The row of the condition at a path. */
export function Row({ condition, path }: { readonly condition: Json; readonly path: Path }) {
  const { root, edit, say, isReadOnly } = useBuilder()
  const mayNot = useMay('editor')
  const [isExplained, setExplained] = useState(false)
  const [isMeasuring, setMeasuring] = useState(false)
  const shape = rowAt(condition, path)
  const kind = kindOf(shape.condition) as LeafKind | undefined
  const isDrawn = canDraw(shape.condition)
  const whole = root as ConditionJson
  const change = (next: Json): void => edit(replaceAt(whole, shape.path, next), 'leave the focus')
  const onKey = (event: KeyboardEvent): void => {
    if (!event.altKey || isReadOnly || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    edit(moveAt(whole, path, event.key === 'ArrowUp' ? -1 : 1), 'move the focus')
  }
  const isMeasured = isDrawn && !shape.isNegated && asksForNumber(shape.condition as ConditionJson) && mayNot === undefined
  const Body = isDrawn && kind !== undefined ? bodies[kind] : undefined
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Alt with an arrow moves the row that one is in; its menu does the same
    <div data-row={pathKey(path)} onKeyDown={onKey} className="flex flex-col gap-1 rounded-md border border-line bg-card px-2.5 py-2">
      <div className="flex items-start gap-2 phone:flex-col-reverse">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 phone:w-full">
          {Body === undefined ? (
            <TextRow condition={condition} onChange={(next) => edit(replaceAt(whole, path, next), 'leave the focus')} />
          ) : (
            <>
              <KindSelect
                kind={kind as LeafKind}
                isNegated={shape.isNegated}
                onChange={(next, isNegated) => {
                  const own = next === kind ? (shape.condition as ConditionJson) : asKind(shape.condition as ConditionJson, next)
                  edit(replaceAt(whole, path, isNegated ? negated(own) : own), 'leave the focus')
                }}
              />
              <Body condition={shape.condition as ConditionJson} onChange={change} isNegated={shape.isNegated} />
            </>
          )}
        </div>
        <div className="flex shrink-0 items-center phone:self-end">
          <PartCount path={path} />
          {isMeasured && (
            <IconButton size="small" label={say('past')} aria-expanded={isMeasuring} onClick={() => setMeasuring(!isMeasuring)}>
              <ChartNoAxesColumn aria-hidden />
            </IconButton>
          )}
          {kind !== undefined && (
            <IconButton size="small" label={say('explain')} aria-expanded={isExplained} onClick={() => setExplained(!isExplained)}>
              <CircleHelp aria-hidden />
            </IconButton>
          )}
          {!isReadOnly && <RowTools path={path} />}
        </div>
      </div>
      {isExplained && kind !== undefined && Object.hasOwn(newRows, kind) && <p className="max-w-prose text-sm text-soft">{say(`about.${kind}`)}</p>}
      {isMeasured && isMeasuring && <PastNumbers condition={shape.condition as ConditionJson} onChange={change} />}
      <RowProblems path={path} />
      <TriedLine path={shape.path} isNegated={shape.isNegated} />
    </div>
  )
}

interface KindSelectProps {
  readonly kind: LeafKind
  readonly isNegated: boolean
  readonly onChange: (kind: LeafKind, isNegated: boolean) => void
}

/** What is asked, and whether it is to hold or not: "did", "did not". */
function KindSelect({ kind, isNegated, onChange }: KindSelectProps) {
  const { say, isReadOnly, place } = useBuilder()
  const groups = rowGroups.filter(({ heading }) => heading !== 'passage' || place === 'journey' || kind === 'trigger')
  return (
    <Select
      aria-label={say('what-is-asked')}
      disabled={isReadOnly}
      value={`${isNegated ? 'not ' : ''}${kind}`}
      onChange={(event) => {
        const [first = '', second] = event.target.value.split(' ')
        onChange((second ?? first) as LeafKind, second !== undefined)
      }}
      className="w-auto! max-w-full font-medium [field-sizing:content]"
    >
      {groups.map(({ heading, kinds }) => (
        <optgroup key={heading} label={say(`heading.${heading}`)}>
          {kinds.flatMap((one) => [
            <option key={one} value={one}>
              {say(`kind.${one}`)}
            </option>,
            <option key={`not ${one}`} value={`not ${one}`}>
              {say(`not-kind.${one}`)}
            </option>,
          ])}
        </optgroup>
      ))}
    </Select>
  )
}

/** Move, double, nest, remove. */
function RowTools({ path }: { readonly path: Path }) {
  const { root, edit, say } = useBuilder()
  const whole = root as ConditionJson
  const [up, down] = [moveAt(whole, path, -1), moveAt(whole, path, 1)]
  const nowhere = say('no-further')
  return (
    <>
      <Menu
        trigger={
          <IconButton size="small" label={say('row-menu')}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          { label: say('move-up'), icon: <ArrowUp aria-hidden />, why: up === undefined ? nowhere : undefined, onSelect: () => edit(up, 'move the focus') },
          {
            label: say('move-down'),
            icon: <ArrowDown aria-hidden />,
            why: down === undefined ? nowhere : undefined,
            onSelect: () => edit(down, 'move the focus'),
          },
          { label: say('duplicate'), icon: <Copy aria-hidden />, onSelect: () => edit(duplicateAt(whole, path), 'move the focus') },
          { label: say('nest'), icon: <Group aria-hidden />, onSelect: () => edit(nestAt(whole, path), 'move the focus') },
          { label: say('remove'), icon: <Trash2 aria-hidden />, isDanger: true, isApart: true, onSelect: () => edit(removeAt(whole, path), 'move the focus') },
        ]}
      />
      <IconButton size="small" label={say('remove')} onClick={() => edit(removeAt(whole, path), 'move the focus')}>
        <Trash2 aria-hidden />
      </IconButton>
    </>
  )
}

/** What is wrong with this row. */
export function RowProblems({ path, own = false }: { readonly path: Path; readonly own?: boolean }) {
  const { problems } = useBuilder()
  const mine = problems.filter((one) => (own ? isSamePath(one.path, path) : isSamePath(one.path.slice(0, path.length), path)))
  return mine.map(({ message, fix, severity, path: place }) => (
    <p key={`${pathKey(place)} ${message}`} role="alert" className={classes('text-sm', severity === 'error' ? 'text-bad' : 'text-warn')}>
      {message}
      {fix != null && fix !== '' && <span className="text-soft"> · {fix}</span>}
    </p>
  ))
}
