// The list of segments: what each asks, how many people are in it, where it is used; with those that are only drafts.

import { Link, useNavigate } from '@tanstack/react-router'
import { Filter, Plus } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import type { ConditionJson } from '../conditions/condition-json.ts'
import { inWords } from '../conditions/in-words.ts'

type Segment = AnswerOf<'GET /segments'>['segments'][number]

interface Line {
  readonly name: string
  readonly segment: Segment | undefined
  readonly hasDraft: boolean
}

/** The page. */
export function SegmentsPage() {
  const say = useWords('segments')
  const sayCondition = useWords('conditions')
  const formats = useFormats()
  const navigate = useNavigate()
  const why = useMay('editor')
  const segments = useAsk('GET /segments', {}, { everyMs: 30_000 })
  const folder = useAsk('GET /definitions', {})
  const drafted = (folder.data?.files ?? []).flatMap(({ draft, holds }) =>
    draft === null ? [] : holds.flatMap(({ kind, name }) => (kind === 'segment' ? name : [])),
  )
  const known = segments.data?.segments ?? []
  const lines: readonly Line[] = [
    ...known.map((segment) => ({ name: segment.segment, segment, hasDraft: drafted.includes(segment.segment) })),
    ...drafted.filter((name) => known.every(({ segment }) => segment !== name)).map((name) => ({ name, segment: undefined, hasDraft: true })),
  ].sort((one, other) => one.name.localeCompare(other.name))
  const filling = segments.data?.filling ?? null
  return (
    <>
      <PageHeader
        title={say('title')}
        about={say('about')}
        actions={
          why === undefined ? (
            <Link to={'/segments/new' as string} className={buttonClasses({ kind: 'primary' })}>
              <Plus aria-hidden />
              {say('new')}
            </Link>
          ) : (
            <Button kind="primary" why={why} icon={<Plus aria-hidden />}>
              {say('new')}
            </Button>
          )
        }
      />
      {segments.error && <Problem problem={segments.error} className="mb-3" />}
      {filling !== null && (
        <p role="status" className="mb-3 rounded-md bg-warn-tint px-3 py-2 text-base">
          {say('filling', { share: formats.percent(filling.of === 0 ? 1 : filling.done / filling.of) })}
        </p>
      )}
      <DataTable
        label={say('title')}
        rows={lines}
        rowKey={({ name }) => name}
        isLoading={segments.isPending}
        columns={[
          {
            key: 'name',
            title: say('name'),
            width: 'w-64',
            cell: ({ name, segment, hasDraft }) => (
              <span className="flex min-w-0 items-center gap-2">
                <Link to={'/segments/$segment' as string} params={{ segment: name } as never} className={classes(linkLook, 'truncate')}>
                  {name}
                </Link>
                {segment === undefined ? <Badge kind="accent">{say('draft')}</Badge> : hasDraft && <Badge kind="accent">{say('changed')}</Badge>}
              </span>
            ),
          },
          {
            key: 'asks',
            title: say('asks'),
            isWholeOnPhone: true,
            cell: ({ segment }) => (
              <span className="block truncate text-soft phone:whitespace-normal" title={segment?.description ?? undefined}>
                {segment === undefined ? say('not-published') : inWords(segment.condition as ConditionJson, sayCondition)}
              </span>
            ),
          },
          {
            key: 'people',
            title: say('people'),
            align: 'end',
            width: 'w-32',
            cell: ({ segment }) =>
              segment?.people == null ? '–' : `${segment.people.low === segment.people.high ? '' : '≈ '}${formats.number(segment.people.count)}`,
          },
          {
            key: 'used',
            title: say('used'),
            width: 'w-48',
            isSecondary: true,
            cell: ({ segment }) => (
              <span className="block truncate text-soft">
                {segment === undefined || segment.usedIn.length === 0 ? say('nowhere') : segment.usedIn.map(({ name }) => name).join(', ')}
              </span>
            ),
          },
        ]}
        empty={
          <EmptyState
            icon={<Filter aria-hidden />}
            title={say('empty-title')}
            actions={
              <>
                <Button kind="primary" why={why} icon={<Plus aria-hidden />} onClick={() => void navigate({ to: '/segments/new' as string })}>
                  {say('new')}
                </Button>
                <Button why={why} onClick={() => void navigate({ to: '/segments/new' as string, search: { example: 'hesitates' } as never })}>
                  {say('from-example')}
                </Button>
              </>
            }
            command="oncue validate && oncue publish"
          >
            {say('empty')}
          </EmptyState>
        }
      />
    </>
  )
}
