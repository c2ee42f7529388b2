// All journeys: how each stands and what happened in it, with those that are only drafts yet.

import { Link, useNavigate } from '@tanstack/react-router'
import { Mail, Plus, Route } from 'lucide-react'
import { Suspense } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { lazy } from '../../kit/lazy.ts'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Sparkline } from '../../kit/sparkline.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { type Formats, useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { journeyStatus, statusKinds } from './journey-status.ts'
import { loadNewJourneyWords } from './new/new-journey-words.ts'

/** With its words and the recipes, when somebody begins one. */
const NewJourneyDialog = lazy(async () => {
  const [parts] = await Promise.all([import('./new/new-journey-dialog.tsx'), loadNewJourneyWords()])
  return { default: parts.NewJourneyDialog }
})

type Line = AnswerOf<'GET /journeys'>['journeys'][number]
type Folder = AnswerOf<'GET /definitions'>

interface Row {
  readonly journey: string
  readonly line: Line | undefined
  /** Problems of its file, and whether there is a draft of it. */
  readonly problems: number
  readonly isDrafted: boolean
}

const statuses = Object.keys(statusKinds)

/** The page. */
export function JourneysPage() {
  const say = useWords('journeys')
  const formats = useFormats()
  const navigate = useNavigate()
  const mayNot = useMay('editor')
  const [days, setDays] = useUrlState('days', '30')
  const [text, setText] = useUrlState('find')
  const [status, setStatus] = useUrlState('status')
  const journeys = useAsk('GET /journeys', { query: { days: Number(days) } }, { everyMs: 30_000, keepsPrevious: true })
  const folder = useAsk('GET /definitions', {})
  const [begin, setBegin] = useUrlState('new')
  const all = rowsOf(journeys.data?.journeys, folder.data)
  const wanted = text.trim().toLocaleLowerCase()
  const rows = all.filter(
    (row) => (status === '' || journeyStatus(row.line) === status) && `${row.journey} ${row.line?.description ?? ''}`.toLocaleLowerCase().includes(wanted),
  )
  const write = (
    <Button icon={<Mail aria-hidden />} why={mayNot ?? folder.data?.locked ?? undefined} onClick={() => void navigate({ to: '/journeys/new/mail' as string })}>
      {say('new.mail')}
    </Button>
  )
  const create = (
    <Button kind="primary" icon={<Plus aria-hidden />} why={mayNot ?? folder.data?.locked ?? undefined} onClick={() => setBegin('blank')}>
      {say('new.open')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={say('title')}
        about={say('about')}
        actions={
          all.length === 0 ? undefined : (
            <>
              {write}
              {create}
            </>
          )
        }
      />
      {journeys.error !== null && <Problem problem={journeys.error} />}
      {all.length > 0 && (
        <div className="mb-3 flex flex-wrap gap-2">
          <Input
            type="search"
            aria-label={say('find-journey')}
            placeholder={say('find-journey')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="max-w-64 phone:max-w-none"
          />
          <Select aria-label={say('status-filter')} value={status} onChange={(event) => setStatus(event.target.value)} className="max-w-52 phone:max-w-none">
            <option value="">{say('status-all')}</option>
            {statuses.map((one) => (
              <option key={one} value={one}>
                {say(`status.${one}`)}
              </option>
            ))}
          </Select>
          <Select aria-label={say('period')} value={days} onChange={(event) => setDays(event.target.value)} className="max-w-52 phone:max-w-none">
            {['7', '30', '90'].map((one) => (
              <option key={one} value={one}>
                {say(`days.${one}`)}
              </option>
            ))}
          </Select>
        </div>
      )}
      <DataTable
        label={say('title')}
        columns={columnsOf(say, formats)}
        rows={rows}
        rowKey={(row) => row.journey}
        isLoading={journeys.isPending || folder.isPending}
        empty={
          all.length > 0 ? (
            <EmptyState title={say('none-fits')} />
          ) : (
            <EmptyState
              icon={<Route />}
              title={say('empty')}
              command="oncue publish"
              actions={
                <>
                  {create}
                  {write}
                  <Button why={mayNot} onClick={() => setBegin('welcome')}>
                    {say('new.example')}
                  </Button>
                </>
              }
            >
              {say('empty-about')}
            </EmptyState>
          )
        }
      />
      {begin !== '' && mayNot === undefined && (
        <Suspense>
          <NewJourneyDialog begin={begin} onClose={() => setBegin('')} />
        </Suspense>
      )}
    </>
  )
}

function rowsOf(lines: readonly Line[] | undefined, folder: Folder | undefined): readonly Row[] {
  if (lines === undefined || folder === undefined) return []
  const written = folder.files.flatMap((file) =>
    file.holds.flatMap(({ kind, name }) =>
      kind === 'journey' ? [{ name, isDrafted: file.draft !== null, problems: folder.problems.filter((one) => one.file === file.path).length }] : [],
    ),
  )
  const live = lines.map((line): Row => {
    const own = written.find(({ name }) => name === line.journey)
    return { journey: line.journey, line, problems: own?.problems ?? 0, isDrafted: own?.isDrafted ?? false }
  })
  const others = written.filter(({ name }) => !lines.some(({ journey }) => journey === name))
  return [...others.map(({ name, problems, isDrafted }): Row => ({ journey: name, line: undefined, problems, isDrafted })), ...live]
}

function columnsOf(say: Say, formats: Formats): readonly Column<Row>[] {
  const number = (of: (line: Line) => number) => (row: Row) => (row.line === undefined ? '–' : formats.number(of(row.line)))
  return [
    {
      key: 'journey',
      title: say('journey'),
      cell: (row) => (
        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
          <Link to="/journeys/$journey" params={{ journey: row.journey } as never} className={classes(linkLook, 'truncate')}>
            {row.journey}
          </Link>
          {row.isDrafted && <Badge kind="accent">{say('has-draft')}</Badge>}
          {row.problems > 0 && <Badge kind="bad">{say('problem-count', { count: row.problems })}</Badge>}
          {row.line?.stopped != null && <Badge kind="bad">{say('status.stopped')}</Badge>}
        </span>
      ),
    },
    {
      key: 'status',
      title: say('status-title'),
      width: 'w-28',
      wraps: true,
      cell: (row) => {
        const status = journeyStatus(row.line)
        return (
          <Badge kind={statusKinds[status]} wraps>
            {say(`status.${status}`)}
          </Badge>
        )
      },
    },
    { key: 'inside', title: say('inside'), align: 'end', width: 'w-24', cell: number((line) => line.inside) },
    { key: 'entered', title: say('entered'), align: 'end', width: 'w-28', cell: number((line) => line.entered) },
    { key: 'sent', title: say('sent'), align: 'end', width: 'w-28', cell: number((line) => line.sent) },
    {
      key: 'converted',
      title: say('converted'),
      align: 'end',
      width: 'w-28',
      cell: (row) =>
        row.line?.hasGoal === false && row.line.converted === 0 ? <span className="text-soft">{say('no-goal')}</span> : number((line) => line.converted)(row),
    },
    {
      key: 'line',
      title: say('trend'),
      width: 'w-36',
      isSecondary: true,
      cell: (row) => (row.line === undefined ? '' : <Sparkline values={row.line.days.map(({ entered }) => entered)} />),
    },
    {
      key: 'last',
      title: say('last-sent'),
      width: 'w-36',
      wraps: true,
      isSecondary: true,
      cell: (row) => (row.line?.lastSentAt == null ? '' : <RelativeTime at={row.line.lastSentAt} />),
    },
  ]
}
