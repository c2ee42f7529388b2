// Correcting what was sent wrong, and the corrections that there were: what each was about, who ordered it, and whom it reached.

import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { NewCorrection } from './new-correction.tsx'

type Correction = AnswerOf<'GET /corrections'>['corrections'][number]

/** The page. */
export function CorrectionsPage() {
  const say = useWords('corrections')
  const formats = useFormats()
  const all = useAsk('GET /corrections', {}, { everyMs: 5000 })
  const columns: readonly Column<Correction>[] = [
    {
      key: 'what',
      title: say('list.what'),
      cell: ({ order, state }) => (
        <div className="flex flex-col gap-0.5">
          <span className="flex flex-wrap items-center gap-2 font-medium">
            {scopeWords(order.of, say)} {state === 'going on' && <Badge kind="accent">{say('list.going-on')}</Badge>}
          </span>
          <span className="text-sm break-words text-soft">{order.because}</span>
        </div>
      ),
    },
    { key: 'mail', title: say('list.mail'), cell: ({ order }) => order.template },
    { key: 'told', title: say('list.told'), cell: ({ told }) => toldWords(told, say) },
    {
      key: 'affected',
      title: say('list.affected'),
      align: 'end',
      cell: ({ affected }) => (affected === null ? '–' : formats.number(affected.people)),
    },
    {
      key: 'by',
      title: say('list.by'),
      align: 'end',
      cell: ({ by, at }) => (
        <>
          {by} · <RelativeTime at={at} />
        </>
      ),
    },
  ]
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} above={<LinkAbove to="/messages">{say('messages')}</LinkAbove>} />
      <div className="flex flex-col gap-6">
        <Card title={say('new.title')}>
          <NewCorrection />
        </Card>
        {all.error ? (
          <Problem problem={all.error} />
        ) : (
          <section aria-label={say('list.title')}>
            <h2 className="mb-2 text-lg font-semibold">{say('list.title')}</h2>
            <DataTable
              label={say('list.title')}
              columns={columns}
              rows={all.data?.corrections ?? []}
              rowKey={({ order }) => order.id}
              isLoading={all.isPending}
              empty={
                <EmptyState title={say('list.none')} command="oncue correct --journey welcome --with sorry --because 'a wrong price' --dry-run">
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

function scopeWords(of: Correction['order']['of'], say: Say): string {
  if ('all' in of) return say('of.all')
  if ('template' in of) return say('of.template-named', { template: of.template })
  return of.version === undefined ? say('of.journey-named', { journey: of.journey }) : say('of.version-named', { journey: of.journey, version: of.version })
}

/** What became of the mails that correct, as far as there is any of it. */
function toldWords({ queued, sent, failed, refused, unknown }: Correction['told'], say: Say): string {
  const waiting = queued - sent - failed - refused - unknown
  return Object.entries({ sent, waiting, refused, failed, unknown })
    .filter(([name, count]) => count > 0 || name === 'sent')
    .map(([name, count]) => say(`told.${name}`, { count }))
    .join(' · ')
}
