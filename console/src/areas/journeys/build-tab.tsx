// Where a journey is built: canvas, outline or code of one draft, and beside it what is said of the selected part.

import { Keyboard, ListChecks, Redo2, Undo2, UserSearch } from 'lucide-react'
import { type KeyboardEvent, Suspense, useMemo, useRef, useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Select } from '../../kit/input.tsx'
import { lazy } from '../../kit/lazy.ts'
import { Menu } from '../../kit/menu.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { useIsPhone } from '../../kit/use-is-phone.ts'
import { ChangedElsewhere } from '../../shell/changed-elsewhere.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { withDecisions } from '../decisions/with-decisions.ts'
import { Canvas } from './canvas.tsx'
import { Inspector } from './first-parts.ts'
import { loadFormWords } from './forms/form-words.ts'
import type { Overlay } from './overlay.ts'
import { changesOverlay, hereOverlay, lostOverlay, overlayNames, timeOverlay } from './overlays.ts'
import { journeyTree } from './step-tree.ts'
import { useClipboard } from './use-clipboard.ts'
import type { Draft } from './use-draft.ts'
import { type Editing, useEditing } from './use-editing.ts'
import { useLine } from './use-line.ts'
import { type JourneyNumbers, useNumbers } from './use-numbers.ts'

const Outline = lazy(async () => ({ default: (await import('./outline.tsx')).Outline }))
const CodeView = lazy(async () => ({ default: (await import('./code-view.tsx')).CodeView }))
const WalkPanel = lazy(async () => {
  const [parts] = await Promise.all([withDecisions(import('./walk/walk-panel.tsx')), loadFormWords()])
  return { default: parts.WalkPanel }
})
const ManyPanel = lazy(async () => ({ default: (await import('./many-panel.tsx')).ManyPanel }))
const PasteProblem = lazy(async () => ({ default: (await import('./paste-problem.tsx')).PasteProblem }))
const KeysHelp = lazy(async () => ({ default: (await import('./keys-help.tsx')).KeysHelp }))
const views = ['canvas', 'outline', 'code'] as const
type View = (typeof views)[number]
export const periods = ['7', '30', '90', 'all'] as const

/** The tab. */
export function BuildTab({ draft, journey, isLive }: { readonly draft: Draft; readonly journey: string; readonly isLive: boolean }) {
  const say = useWords('journeys')
  const isPhone = useIsPhone()
  const editing = useEditing(draft)
  useLine(editing)
  const [chosen, setView] = useUrlState('view')
  const [days, setDays] = useUrlState('days', '30')
  const view: View = views.find((one) => one === chosen) ?? (isPhone ? 'outline' : 'canvas')
  const numbers = useNumbers(journey, { days, isLive })
  const [isTrying, setTrying] = useState(false)
  const [isHelping, setHelping] = useState(false)
  const [walk, setWalk] = useState<Overlay | undefined>(undefined)
  const [laidOver, setLaidOver] = useUrlState('over', 'results')
  const overlay = useOverlay(laidOver, { editing, numbers, journey, isLive })
  const clipboard = useClipboard(editing, { isOn: view !== 'code' })
  const isMany = editing.isPicking || editing.chosen.length > 1
  const stopTrying = (): void => setTrying(false)
  const side = isTrying ? (
    <WalkPanel editing={editing} journey={journey} onOverlay={setWalk} onClose={isPhone ? undefined : stopTrying} />
  ) : isMany ? (
    <ManyPanel editing={editing} clipboard={clipboard} />
  ) : (
    <Inspector editing={editing} onPaste={clipboard.paste} />
  )
  const whole = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLElement>(null)
  const open = (): void => {
    requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('input, textarea, select, button')?.focus())
  }
  // The way back, for whoever came by Enter. What opened above the panel has an Escape of its own.
  const back = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return
    const place = CSS.escape(editing.selected)
    whole.current?.querySelector<HTMLElement>(`[data-place="${place}"], [data-card="${place}"]`)?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that hold for the whole tab
    <div ref={whole} onKeyDown={(event) => undoKey(event, draft)} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Tabs label={say('views')} look="box" value={view} onChange={setView} tabs={views.map((value) => ({ value, label: say(`view.${value}`) }))} />
        <span className="flex">
          <IconButton label={say('undo')} disabled={draft.undo === undefined} onClick={() => draft.undo?.()}>
            <Undo2 aria-hidden />
          </IconButton>
          <IconButton label={say('redo')} disabled={draft.redo === undefined} onClick={() => draft.redo?.()}>
            <Redo2 aria-hidden />
          </IconButton>
          {view !== 'code' && (
            <IconButton label={say('many.pick')} aria-pressed={editing.isPicking} onClick={() => editing.setPicking(!editing.isPicking)}>
              <ListChecks aria-hidden />
            </IconButton>
          )}
        </span>
        <Issues editing={editing} />
        {view !== 'code' && (
          <Button size="small" icon={<UserSearch aria-hidden />} aria-pressed={isTrying} onClick={() => setTrying(!isTrying)}>
            {say('walk.title')}
          </Button>
        )}
        {!isPhone && view !== 'code' && (
          <IconButton label={say('keys.title')} onClick={() => setHelping(true)}>
            <Keyboard aria-hidden />
          </IconButton>
        )}
        {isHelping && (
          <Suspense fallback={null}>
            <KeysHelp onClose={() => setHelping(false)} />
          </Suspense>
        )}
        <span className="flex min-w-0 flex-[1_1_18rem] items-center justify-end gap-2">
          {isLive && view === 'canvas' && (
            <Select
              aria-label={say('overlay.label')}
              value={laidOver}
              onChange={(event) => setLaidOver(event.target.value)}
              className="max-w-56 min-w-0 flex-1 phone:max-w-none"
            >
              {overlayNames.map((one) => (
                <option key={one} value={one}>
                  {say(`overlay.${one}`)}
                </option>
              ))}
            </Select>
          )}
          {isLive && view !== 'code' && (
            <Select
              aria-label={say('period')}
              value={days}
              onChange={(event) => setDays(event.target.value)}
              className="max-w-48 min-w-0 flex-1 phone:max-w-none"
            >
              {periods.map((one) => (
                <option key={one} value={one}>
                  {say(`days.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </span>
      </div>
      {draft.problem !== undefined ? <Refused draft={draft} /> : draft.elsewhere !== undefined && <ChangedElsewhere {...draft.elsewhere} canUndo />}
      {draft.locked !== null && <p className="rounded-md bg-warn-tint p-3 text-base">{say('locked', { why: draft.locked })}</p>}
      {draft.mayNot !== undefined && <p className="rounded-md bg-sunken p-3 text-base text-soft">{say('look-only', { why: draft.mayNot })}</p>}
      {clipboard.wrong !== undefined && (
        <Suspense fallback={null}>
          <PasteProblem wrong={clipboard.wrong} onClose={clipboard.forget} />
        </Suspense>
      )}
      {isPhone && isMany && view !== 'code' && (
        <div className="sticky top-14 z-10 rounded-lg border border-line bg-card p-3">
          <Suspense fallback={<Skeleton className="h-9" />}>
            <ManyPanel editing={editing} clipboard={clipboard} />
          </Suspense>
        </div>
      )}
      {draft.read.broken !== undefined && view !== 'code' && (
        <p role="alert" className="rounded-md bg-bad-tint p-3 text-base">
          {say('broken', { line: draft.read.broken.line, why: brokenWords(draft) })}{' '}
          <Button size="small" onClick={() => setView('code')}>
            {say('open-code')}
          </Button>
        </p>
      )}
      <div className="flex items-start gap-4">
        <div className={view === 'canvas' ? 'h-[calc(100dvh-16rem)] min-h-112 min-w-0 flex-1' : 'min-w-0 flex-1'}>
          <Suspense fallback={<Skeleton className="h-96" />}>
            {view === 'canvas' && (
              <Canvas journey={journey} editing={editing} numbers={numbers} overlay={walk ?? overlay} onOpen={open} onPaste={clipboard.paste} />
            )}
            {view === 'outline' && <Outline journey={journey} editing={editing} numbers={numbers?.steps} onOpen={open} onPaste={clipboard.paste} />}
            {view === 'code' && <CodeView editing={editing} />}
          </Suspense>
        </div>
        {!isPhone && view !== 'code' && (
          <aside
            ref={panel}
            onKeyDown={back}
            aria-label={say('inspector')}
            className="sticky top-18 max-h-[calc(100dvh-6rem)] w-88 shrink-0 overflow-y-auto rounded-lg border border-line bg-card p-4"
          >
            <Suspense fallback={<Skeleton lines={6} className="h-9" />}>{side}</Suspense>
          </aside>
        )}
      </div>
      {isPhone && (isTrying || (editing.selected !== '' && !isMany)) && view !== 'code' && (
        <Dialog
          open
          onOpenChange={() => (isTrying ? stopTrying() : editing.select(''))}
          title={say(isTrying ? 'walk.title' : 'inspector')}
          description={isTrying ? say('walk.about') : undefined}
        >
          <Suspense fallback={<Skeleton lines={6} className="h-9" />}>{side}</Suspense>
        </Dialog>
      )}
    </div>
  )
}

interface Around {
  readonly editing: Editing
  readonly numbers: JourneyNumbers | undefined
  readonly journey: string
  readonly isLive: boolean
}

/** What is laid over the drawing; undefined for the results, which the cards show by themselves. */
function useOverlay(name: string, { editing, numbers, journey, isLive }: Around): Overlay | undefined {
  const say = useWords('journeys')
  const formats = useFormats()
  const isChanges = name === 'changes'
  const versions = useAsk('GET /journeys/{journey}/versions', { params: { journey } }, { when: isLive && isChanges }).data?.versions
  const live = useMemo(() => {
    const inForce = versions?.find(({ status }) => status === 'live')
    return inForce === undefined ? undefined : journeyTree(inForce.definition)
  }, [versions])
  return useMemo(() => {
    if (isChanges) return live === undefined ? undefined : changesOverlay(live, editing.tree, { say })
    if (numbers === undefined) return undefined
    if (name === 'here') return hereOverlay(numbers, { say, formats })
    if (name === 'time') return timeOverlay(numbers, { say, formats })
    return name === 'lost' ? lostOverlay(editing.tree, numbers, { say, formats }) : undefined
  }, [name, isChanges, live, editing.tree, numbers, say, formats])
}

/** As the server says it, which is in the language of the reader; as the reader of YAML here does until the server has answered. */
function brokenWords({ read: { broken }, problems }: Draft): string {
  return problems.find(({ line }) => line === broken?.line)?.message ?? broken?.message ?? ''
}

/** What is wrong anywhere in the file: each leads to its part. */
function Issues({ editing }: { readonly editing: Editing }) {
  const say = useWords('journeys')
  const found = [...editing.problemCounts].flatMap(([place, problems]) => problems.map((problem) => ({ place, problem })))
  if (found.length === 0) return <Badge kind="good">{say('no-problems')}</Badge>
  const hasError = found.some(({ problem }) => problem.severity === 'error')
  return (
    <Menu
      trigger={
        <Button size="small" kind={hasError ? 'danger-plain' : 'plain'}>
          {say('problem-count', { count: found.length })}
        </Button>
      }
      title={say('problems')}
      items={found
        .slice(0, 20)
        .map(({ place, problem }) => ({ label: say('problem-line', { line: problem.line, what: problem.message }), onSelect: () => editing.select(place) }))}
    />
  )
}

function Refused({ draft }: { readonly draft: Draft }) {
  const say = useWords('journeys')
  return (
    <Problem
      problem={draft.problem}
      action={
        <>
          <Button size="small" onClick={draft.reload}>
            {say('take-theirs')}
          </Button>
          <Button size="small" kind="quiet" onClick={draft.keepMine}>
            {say('try-again')}
          </Button>
        </>
      }
    />
  )
}

function undoKey(event: KeyboardEvent<HTMLElement>, draft: Draft): void {
  if (!(event.ctrlKey || event.metaKey)) return
  // Fields and the code editor have an undo of their own.
  if ((event.target as HTMLElement).closest('input, textarea, [contenteditable="true"]') !== null) return
  const key = event.key.toLowerCase()
  if (key === 'z' && !event.shiftKey) draft.undo?.()
  else if (key === 'y' || (key === 'z' && event.shiftKey)) draft.redo?.()
  else return
  event.preventDefault()
}
