// Beginning a backtest, and those that are kept.

import { Link } from '@tanstack/react-router'
import { History } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { NewBacktest } from './new-backtest.tsx'
import { wishedWords } from './wish.ts'

type Kept = AnswerOf<'GET /backtests'>['backtests'][number]

const kinds: Readonly<Record<Kept['state'], BadgeKind>> = { running: 'accent', done: 'good', cancelled: 'plain', failed: 'bad' }

/** The page. */
export function BacktestsPage() {
  const say = useWords('backtests')
  const formats = useFormats()
  const kept = useAsk('GET /backtests', {}, { everyMs: 5000 })
  const columns: readonly Column<Kept>[] = [
    {
      key: 'what',
      title: say('list.what'),
      cell: (one) => (
        <Link to="/backtests/$id" params={{ id: String(one.id) }} className={linkLook}>
          {say('list.name', { id: one.id })} · {wishedWords(one.wish, say)}
        </Link>
      ),
    },
    { key: 'state', title: say('list.state'), width: 'w-36', cell: (one) => <Badge kind={kinds[one.state]}>{say(`state.${one.state}`)}</Badge> },
    { key: 'events', title: say('list.events'), width: 'w-36', align: 'end', cell: (one) => formats.number(one.events) },
    { key: 'at', title: say('list.begun'), width: 'w-44', align: 'end', cell: (one) => <RelativeTime at={one.startedAt} /> },
  ]
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} />
      <div className="flex flex-col gap-6">
        <Card title={say('new.title')}>
          <NewBacktest />
        </Card>
        {kept.error ? (
          <Problem problem={kept.error} />
        ) : (
          <section aria-label={say('list.title')}>
            <h2 className="mb-2 text-lg font-semibold">{say('list.title')}</h2>
            <DataTable
              label={say('list.title')}
              columns={columns}
              rows={kept.data?.backtests ?? []}
              rowKey={(one) => String(one.id)}
              isLoading={kept.isPending}
              empty={
                <EmptyState icon={<History aria-hidden />} title={say('list.none')} command="oncue backtest my-shop --from 2026-10-01">
                  {say('list.teaches')}
                </EmptyState>
              }
            />
          </section>
        )}
      </div>
    </>
  )
}
