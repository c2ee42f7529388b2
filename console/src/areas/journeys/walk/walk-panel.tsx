// Trying the draft on one person: who, how far ahead, and then their way through it, line by line, while the drawing beside marks it. Nothing is written,
// nobody is sent anything.

import { X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { IconButton } from '../../../kit/button.tsx'
import { now } from '../../../kit/clock.ts'
import { Field } from '../../../kit/field.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { Problem } from '../../../kit/problem.tsx'
import { Skeleton } from '../../../kit/skeleton.tsx'
import { Tabs } from '../../../kit/tabs.tsx'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import type { Overlay } from '../overlay.ts'
import { walkOverlay } from '../overlays.ts'
import type { Editing } from '../use-editing.ts'
import { MadeUpForm } from './made-up-form.tsx'
import { PersonForm } from './person-form.tsx'
import { passagesOf, useWalk, type WalkWish } from './use-walk.ts'
import { WalkLines } from './walk-lines.tsx'

interface PanelProps {
  readonly editing: Editing
  readonly journey: string
  /** Tells what is to be laid over the drawing. */
  readonly onOverlay: (overlay: Overlay | undefined) => void
  /** Without it, what is around it has the title and closes it. */
  readonly onClose: (() => void) | undefined
}

const dayMs = 86_400_000
const mostDays = 400

/** The panel. */
export function WalkPanel({ editing, journey, onOverlay, onClose }: PanelProps) {
  const say = useWords('journeys')
  const formats = useFormats()
  const [kind, setKind] = useState<'person' | 'made-up'>('person')
  const [days, setDays] = useState('30')
  const [wish, setWish] = useState<WalkWish | undefined>(undefined)
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  const { draft, tree, triggers, select } = editing
  const walk = useWalk(journey, wish, `${draft.draft?.revision ?? 0} ${draft.state === 'saved'}`)
  const lines = useMemo(() => walk.data?.lines ?? [], [walk.data])
  const passages = passagesOf(lines)
  const passage = passages.find((one) => one === chosen) ?? passages.at(-1)
  const own = useMemo(() => lines.filter((line) => line.passage === passage && passage !== undefined), [lines, passage])
  const isMadeUp = wish?.events !== undefined
  const startAt = wish?.startAt ?? 0
  useEffect(() => {
    const when = (at: number): string => (!isMadeUp ? formats.dateTime(at) : at === startAt ? say('walk.start') : `+ ${formats.duration(at - startAt)}`)
    onOverlay(walk.data === undefined ? undefined : walkOverlay(own, tree, when))
    return () => onOverlay(undefined)
  }, [own, tree, walk.data, onOverlay, formats, say, isMadeUp, startAt])
  const ahead = Math.min(mostDays, Math.max(0, Math.round(Number(days)) || 0)) * dayMs
  const begin = (who: Omit<WalkWish, 'startAt' | 'to'>, lastAt = 0): void => {
    const at = now()
    const events = who.events?.map((one) => ({ ...one, at: one.at + at }))
    setChosen(undefined)
    setWish({ ...who, ...(events === undefined ? {} : { events }), startAt: at, to: Math.min(at + mostDays * dayMs, at + lastAt + ahead) })
  }
  return (
    <div className="flex flex-col gap-4">
      {onClose !== undefined && (
        <header className="flex items-start justify-between gap-2">
          <div>
            <h2 className="text-lg font-semibold">{say('walk.title')}</h2>
            <p className="text-sm text-soft">{say('walk.about')}</p>
          </div>
          <IconButton label={say('walk.close')} size="small" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </header>
      )}
      <Tabs
        label={say('walk.who')}
        look="box"
        value={kind}
        onChange={setKind}
        tabs={(['person', 'made-up'] as const).map((value) => ({ value, label: say(`walk.${value}`) }))}
      />
      <Field label={say('walk.ahead')} hint={say('walk.ahead-hint')}>
        {(parts) => <Input {...parts} value={days} inputMode="numeric" onChange={(event) => setDays(event.target.value)} className="max-w-24 tabular-nums" />}
      </Field>
      {kind === 'person' ? (
        <PersonForm isBusy={walk.isFetching} onTry={(subscriber) => begin({ subscriber })} />
      ) : (
        <MadeUpForm isBusy={walk.isFetching} triggers={triggers} onTry={({ events, attributes }) => begin({ events, attributes }, events.at(-1)?.at)} />
      )}
      <div aria-live="polite" className="flex flex-col gap-3">
        {walk.error !== null && <Problem problem={walk.error} />}
        {wish !== undefined && walk.data === undefined && walk.error === null && <Skeleton lines={5} className="h-5" />}
        {walk.data !== undefined && (
          <>
            {passages.length > 1 && (
              <Select aria-label={say('walk.passage')} value={String(passage)} onChange={(event) => setChosen(Number(event.target.value))}>
                {passages.map((one, index) => (
                  <option key={one} value={one}>
                    {say('walk.passage-of', { number: index + 1, of: passages.length })}
                  </option>
                ))}
              </Select>
            )}
            {passages.length === 0 && <p className="rounded-md bg-warn-tint p-2.5 text-base">{say('walk.never')}</p>}
            <WalkLines
              lines={lines.filter((line) => line.passage === null || line.passage === passage)}
              isCut={walk.data.isCut}
              startAt={isMadeUp ? startAt : undefined}
              nowAt={isMadeUp ? undefined : startAt}
              stepOf={(id) => editing.step(editing.placeOfStep(id) ?? '')}
              onStep={(id) => {
                const place = editing.placeOfStep(id)
                if (place !== undefined) select(place)
              }}
            />
          </>
        )}
      </div>
    </div>
  )
}
