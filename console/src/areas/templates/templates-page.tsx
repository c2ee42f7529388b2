// The list of templates: what each is, who sends it, what became of it, and whether what is written is in force.

import { Link } from '@tanstack/react-router'
import { LayoutTemplate, Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
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
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { type Say, useWords } from '../../words/words.ts'
import { StateBadge } from './state-badge.tsx'
import { subjectInWords } from './subject-in-words.ts'

const NewTemplateDialog = lazy(async () => ({ default: (await import('./new-template-dialog.tsx')).NewTemplateDialog }))

type Line = AnswerOf<'GET /templates'>['templates'][number]

const periods = ['7', '30', '90', '365'] as const

/** The page. */
export function TemplatesPage() {
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const formats = useFormats()
  const [days, setDays] = useUrlState('days', '30')
  const [wanted, setWanted] = useUrlState('find')
  const [isNew, setNew] = useState(false)
  const mayNot = useMay('editor')
  const { data, error, isPending } = useAsk('GET /templates', { query: { days: Number(days) } }, { keepsPrevious: true })
  const rows = (data?.templates ?? []).filter((one) => fits(one, wanted))
  const create = (
    <Button kind="primary" icon={<Plus />} why={mayNot} onClick={() => setNew(true)}>
      {say('create-new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} actions={create} />
      <div className="mb-3 flex flex-wrap gap-2">
        <div className="w-64 phone:w-full">
          <Input type="search" aria-label={say('find')} placeholder={say('find')} value={wanted} onChange={({ target: { value } }) => setWanted(value)} />
        </div>
        <div>
          <Select aria-label={say('period')} value={days} onChange={({ target: { value } }) => setDays(value)}>
            {periods.map((one) => (
              <option key={one} value={one}>
                {say('days', { count: Number(one) })}
              </option>
            ))}
          </Select>
        </div>
      </div>
      {error !== null && <Problem problem={error} className="mb-3" />}
      <DataTable
        label={say('title')}
        columns={columnsOf(say, formats, nameOf)}
        rows={rows}
        rowKey={({ template }) => template}
        isLoading={isPending}
        empty={
          wanted === '' ? (
            <EmptyState icon={<LayoutTemplate />} title={say('empty.title')} actions={create} command="oncue render TEMPLATE --open">
              {say('empty.about')}
            </EmptyState>
          ) : (
            <p className="py-10 text-center text-soft">{say('nothing-found')}</p>
          )
        }
      />
      {isNew && (
        <Suspense>
          <NewTemplateDialog open onOpenChange={setNew} taken={data?.templates.map(({ template }) => template) ?? []} />
        </Suspense>
      )}
    </>
  )
}

function fits({ template, subject, topic, journeys }: Line, wanted: string): boolean {
  const words = [template, subject, topic ?? '', ...journeys.map(({ journey }) => journey)].join(' ').toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}

function columnsOf(say: Say, formats: ReturnType<typeof useFormats>, nameOf: (tag: string) => string): readonly Column<Line>[] {
  const rate = (part: number, of: number): string => (of === 0 ? '–' : formats.percent(part / of))
  return [
    {
      key: 'template',
      title: say('column.template'),
      isWidest: true,
      cell: ({ template, subject }) => (
        <span className="flex min-w-0 flex-col">
          <Link to="/templates/$template" params={{ template }} className={classes(linkLook, 'truncate')}>
            {template}
          </Link>
          <span className="truncate text-sm text-soft">{subjectInWords(subject)}</span>
        </span>
      ),
    },
    {
      key: 'state',
      title: say('column.state'),
      width: 'w-40',
      cell: ({ state, locales }) => (
        <span className="flex min-w-0 flex-col items-start gap-0.5">
          <StateBadge state={state} />
          {locales.length > 0 && (
            <span className="max-w-full truncate text-sm text-soft" title={locales.map(nameOf).join(', ')}>
              {locales.map(nameOf).join(', ')}
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'journeys',
      title: say('column.journeys'),
      wraps: true,
      isSecondary: true,
      cell: ({ journeys, confirms }) => {
        const senders = [...(confirms ? [say('confirms')] : []), ...journeys.map(({ journey }) => journey)]
        return senders.length === 0 ? <span className="text-soft">{say('unused')}</span> : senders.join(', ')
      },
    },
    { key: 'sent', title: say('column.sent'), width: 'w-28', align: 'end', cell: ({ numbers }) => formats.number(numbers.sent) },
    { key: 'opened', title: say('column.opened'), width: 'w-24', align: 'end', isSecondary: true, cell: ({ numbers }) => rate(numbers.opened, numbers.sent) },
    {
      key: 'clicked',
      title: say('column.clicked'),
      width: 'w-24',
      align: 'end',
      isSecondary: true,
      cell: ({ numbers }) => rate(numbers.clicked, numbers.sent),
    },
    {
      key: 'last',
      title: say('column.last'),
      width: 'w-40',
      align: 'end',
      cell: ({ numbers }) => (numbers.lastSentAt === null ? <span className="text-soft">{say('never')}</span> : <RelativeTime at={numbers.lastSentAt} />),
    },
  ]
}
