// One journey: how it stands, and its tabs. Its draft is fetched once and shared by all of them.

import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Ellipsis, Pause, Play } from 'lucide-react'
import { Suspense, useEffect, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses, IconButton } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { lazy } from '../../kit/lazy.ts'
import { Menu } from '../../kit/menu.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { withDecisions } from '../decisions/with-decisions.ts'
import { BuildTab } from './build-tab.tsx'
import { journeyStatus, statusKinds } from './journey-status.ts'
import { withMailingWords } from './mailing/mailing-words.ts'
import { everyStep } from './step-tree.ts'
import { withTrialWords } from './trial/trial-words.ts'
import { type Draft, useDraft } from './use-draft.ts'
import { useLeftOfDesign } from './use-left-of-design.ts'
import { useNeededDrafts } from './use-needed-drafts.ts'

// What is not looked at first is not fetched first.
const PeopleTab = lazy(async () => ({ default: (await import('./people-tab.tsx')).PeopleTab }))
const ResultsTab = lazy(async () => ({ default: (await withDecisions(import('./results-tab.tsx'))).ResultsTab }))
const VersionsTab = lazy(async () => ({ default: (await (await import('./changes/change-tongue.ts')).withChanges(import('./versions-tab.tsx'))).VersionsTab }))
const ChangesDrawing = lazy(async () => ({ default: (await import('./changes-drawing.tsx')).ChangesDrawing }))
const PauseDialog = lazy(async () => ({ default: (await import('./pause-dialogs.tsx')).PauseDialog }))
const ResumeDialog = lazy(async () => ({ default: (await import('./resume-dialog.tsx')).ResumeDialog }))
const StopDialog = lazy(async () => ({ default: (await import('./pause-dialogs.tsx')).StopDialog }))
const UnstopDialog = lazy(async () => ({ default: (await import('./pause-dialogs.tsx')).UnstopDialog }))

const MailingCard = lazy(async () => ({ default: (await withMailingWords(import('./mailing/mailing-card.tsx'))).MailingCard }))

const TrialCard = lazy(async () => ({ default: (await withTrialWords(import('./trial/trial-card.tsx'))).TrialCard }))

const tabs = ['build', 'results', 'people', 'versions'] as const
const PausedNote = lazy(async () => ({ default: (await import('./paused-note.tsx')).PausedNote }))
type Asked = 'publish' | 'pause' | 'resume' | 'stop' | 'unstop'

/** The page. */
export function JourneyPage() {
  const say = useWords('journeys')
  const { journey } = useParams({ strict: false }) as { readonly journey: string }
  const folder = useAsk('GET /definitions', {})
  const file = folder.data?.files.find(({ holds }) => holds.some((one) => one.kind === 'journey' && one.name === journey))
  // What was asked for ahead may be here before the folder is.
  const ahead = useAsk('GET /definitions/file', { query: { journey } }, { when: false })
  const path = folder.data === undefined ? ahead.data?.path : file?.path
  if (folder.error !== null) return <Problem problem={folder.error} />
  if (folder.data === undefined && path === undefined) return <Skeleton lines={10} className="h-9" />
  if (path === undefined) return <Gone journey={journey} />
  return <Opened key={path} path={path} journey={journey} title={say('title')} />
}

/** No file has it any more; what happened in it may still be looked at. Or there never was one. */
function Gone({ journey }: { readonly journey: string }) {
  const say = useWords('journeys')
  const versions = useAsk('GET /journeys/{journey}/versions', { params: { journey } })
  if (versions.isPending) return <Skeleton lines={10} className="h-9" />
  if (versions.error?.code === 'not-found')
    return (
      <EmptyState
        isPage
        title={say('no-such.title')}
        actions={
          <Link to="/journeys" className={buttonClasses({ kind: 'primary' })}>
            {say('no-such.all')}
          </Link>
        }
      >
        {say('no-such.about', { name: journey })}
      </EmptyState>
    )
  // A file that nobody can read names no journey, and what was published of it goes on.
  const isInForce = versions.data?.versions.some(({ status }) => status === 'live') === true
  return (
    <>
      <PageHeader
        title={journey}
        above={<LinkAbove to="/journeys">{say('title')}</LinkAbove>}
        badges={isInForce ? <Badge kind="good">{say('status.live')}</Badge> : <Badge>{say('status.ended')}</Badge>}
      />
      {isInForce ? <Unreadable /> : <EmptyState title={say('gone')}>{say('gone-about')}</EmptyState>}
      <Suspense fallback={<Skeleton lines={8} className="h-9" />}>
        <ResultsTab journey={journey} isLive />
      </Suspense>
    </>
  )
}

/** What is wrong with the folder's files. */
function Unreadable() {
  const say = useWords('journeys')
  const problems = useInWords(useAsk('GET /definitions', {}).data?.problems ?? [])
  return (
    <EmptyState title={say('unreadable')}>
      {say('unreadable-about')}
      <ul className="mt-3 list-none p-0">
        {problems
          .filter(({ severity }) => severity === 'error')
          .map(({ file, line, column, message, fix }) => (
            <li key={`${file}:${line}:${column} ${message}`} className="break-words">
              <code>{`${file}:${line}`}</code> {message}
              {fix != null && ` → ${fix}`}
            </li>
          ))}
      </ul>
    </EmptyState>
  )
}

function Opened({ path, journey }: { readonly path: string; readonly journey: string; readonly title: string }) {
  const say = useWords('journeys')
  const navigate = useNavigate()
  const draft = useDraft(path, journey)
  const list = useAsk('GET /journeys', { query: { days: 30 } }, { everyMs: 30_000 })
  const line = list.data?.journeys.find((one) => one.journey === journey)
  const [tab, setTab] = useUrlState('tab', 'build')
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const maySend = useMay('sender')
  const name = draft?.read.value?.['journey']
  // Whoever gives it another name goes on with it under that name.
  useEffect(() => {
    if (draft?.state === 'saved' && typeof name === 'string' && name !== '' && name !== journey)
      void navigate({ to: '/journeys/$journey', params: { journey: name } as never, replace: true })
  }, [draft?.state, name, journey, navigate])
  if (draft === undefined) return <Skeleton lines={10} className="h-9" />
  const isLive = line !== undefined
  const close = (): void => setAsked(undefined)
  return (
    <>
      <PageHeader
        title={journey}
        above={<LinkAbove to="/journeys">{say('title')}</LinkAbove>}
        badges={<Badges draft={draft} line={line} isKnown={list.data !== undefined} />}
        description={typeof draft.read.value?.['description'] === 'string' ? draft.read.value['description'] : undefined}
        actions={<Actions draft={draft} status={line?.status} isStopped={line?.stopped != null} onAsk={setAsked} />}
      />
      {line?.paused != null && (
        <Suspense fallback={<Skeleton className="mb-3 h-11" />}>
          <PausedNote paused={line.paused} />
        </Suspense>
      )}
      {isMailing(draft) && list.data !== undefined && (
        <Suspense fallback={<Skeleton className="mb-4 h-32" />}>
          <MailingCard journey={journey} draft={draft} line={line} />
        </Suspense>
      )}
      {line?.hasTrial === true && (
        <Suspense fallback={null}>
          <TrialCard journey={journey} />
        </Suspense>
      )}
      {line?.stopped != null && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3 rounded-md bg-bad-tint p-3">
          <p className="text-base">{say('stopped-because', { because: line.stopped })}</p>
          <span className="flex flex-wrap gap-2">
            <Link to={'/corrections' as string} search={{ journey } as never} className={buttonClasses({ size: 'small' })}>
              {say('correct')}
            </Link>
            <Button size="small" why={maySend} onClick={() => setAsked('unstop')}>
              {say('unstop.open')}
            </Button>
          </span>
        </div>
      )}
      <Tabs label={say('tabs')} value={tab} onChange={setTab} tabs={tabs.map((value) => ({ value, label: say(`tab.${value}`) }))}>
        <TabPanel value="build">
          <BuildTab draft={draft} journey={journey} isLive={isLive} />
        </TabPanel>
        <TabPanel value="results">
          <Suspense fallback={<Skeleton lines={8} className="h-9" />}>
            <ResultsTab journey={journey} isLive={isLive} />
          </Suspense>
        </TabPanel>
        <TabPanel value="people">
          <Suspense fallback={<Skeleton lines={8} className="h-9" />}>
            <PeopleTab journey={journey} isLive={isLive} />
          </Suspense>
        </TabPanel>
        <TabPanel value="versions">
          <Suspense fallback={<Skeleton lines={8} className="h-9" />}>
            <VersionsTab journey={journey} isLive={isLive} onRolledBack={draft.reload} />
          </Suspense>
        </TabPanel>
      </Tabs>
      <Suspense fallback={null}>
        {asked === 'publish' && <Publish draft={draft} journey={journey} onClose={close} />}
        {asked === 'pause' && <PauseDialog journey={journey} onClose={close} />}
        {asked === 'resume' && <ResumeDialog journey={journey} onClose={close} />}
        {asked === 'stop' && <StopDialog journey={journey} onClose={close} />}
        {asked === 'unstop' && <UnstopDialog journey={journey} onClose={close} />}
      </Suspense>
    </>
  )
}

/** Whether it is one mail to many: it lets people in at one instant that somebody wrote. */
function isMailing({ read: { value } }: Draft): boolean {
  const { enter } = (value ?? {}) as { enter?: readonly { at?: unknown }[] }
  return Array.isArray(enter) && enter.length === 1 && /^\d{4}-\d{2}-\d{2} /.test(String(enter[0]?.at))
}

/** What was made on the way has to hold before the journey may name it. */
function Publish({ draft, journey, onClose }: { readonly draft: Draft; readonly journey: string; readonly onClose: () => void }) {
  const say = useWords('journeys')
  const needed = useNeededDrafts(draft.read.value)
  const left = useLeftOfDesign(Array.from(everyStep(draft.tree.steps), ([{ value }]) => value['send']).filter((one) => typeof one === 'string'))
  if (needed === undefined) return null
  return (
    <PublishDialog
      paths={[draft.path, ...needed]}
      name={journey}
      settled={draft.settled}
      warnings={left.map((one) => say('left-of-design', { ...one }))}
      targets={Array.from(everyStep(draft.tree.steps), ([step]) => step.id)}
      drawing={(changes) => changes.some(({ step }) => step !== null) && <ChangesDrawing draft={draft} changes={changes} />}
      onPublished={draft.reload}
      onClose={onClose}
    />
  )
}

interface StandingProps {
  readonly draft: Draft
  readonly status: 'live' | 'paused' | 'ended' | undefined
  readonly isStopped: boolean
}

interface BadgesProps {
  readonly draft: Draft
  readonly line: AnswerOf<'GET /journeys'>['journeys'][number] | undefined
  readonly isKnown: boolean
}

function Badges({ draft, line, isKnown }: BadgesProps) {
  const say = useWords('journeys')
  const status = journeyStatus(line)
  return (
    <>
      {isKnown && (
        <Badge kind={statusKinds[status]}>
          {line === undefined ? say('status.new') : say('status-version', { status: say(`status.${status}`), version: line.version })}
        </Badge>
      )}
      {line?.stopped != null && <Badge kind="bad">{say('status.stopped')}</Badge>}
      {draft.draft !== null && <Badge kind="accent">{draft.draft.isConflict ? say('draft-conflict') : say('draft-by', { by: draft.draft.by })}</Badge>}
      <span role="status" className="text-sm text-soft">
        {draft.state === 'saved' && draft.draft === null ? '' : say(`saving.${draft.state}`)}
      </span>
    </>
  )
}

function Actions({ draft, status, isStopped, onAsk }: StandingProps & { readonly onAsk: (asked: Asked) => void }) {
  const say = useWords('journeys')
  const navigate = useNavigate()
  const { journey = '' } = useParams({ strict: false }) as { readonly journey?: string }
  const mayEdit = useMay('editor')
  const maySend = useMay('sender')
  const discard = useTell('POST /drafts/discard', { refreshes: ['/definitions'] })
  // What is still on its way to the server is waited for once it was pressed, so that the button stays as it is while somebody types.
  const why = mayEdit ?? (draft.draft === null && draft.state === 'saved' ? say('nothing-to-publish') : undefined)
  return (
    <>
      {status === 'live' && (
        <Button icon={<Pause aria-hidden />} why={maySend} onClick={() => onAsk('pause')}>
          {say('pause.open')}
        </Button>
      )}
      {status === 'paused' && (
        <Button icon={<Play aria-hidden />} why={maySend} onClick={() => onAsk('resume')}>
          {say('resume.open')}
        </Button>
      )}
      <Button kind="primary" why={why} onClick={() => onAsk('publish')}>
        {say('publish.open')}
      </Button>
      <Menu
        trigger={
          <IconButton label={say('more')}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          { label: say('backtest'), onSelect: () => void navigate({ to: '/backtests', search: { journey } as never }) },
          {
            label: say('discard'),
            why: draft.draft === null ? say('no-draft') : mayEdit,
            onSelect: () => discard.mutate({ body: { paths: [draft.path] } }, { onSuccess: draft.reload }),
          },
          isStopped
            ? { label: say('unstop.open'), why: maySend, isApart: true, onSelect: () => onAsk('unstop') }
            : {
                label: say('stop.open'),
                isDanger: true,
                isApart: true,
                why: status === undefined ? say('status.new') : maySend,
                onSelect: () => onAsk('stop'),
              },
        ]}
      />
    </>
  )
}
