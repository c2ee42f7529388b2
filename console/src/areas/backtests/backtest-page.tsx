// One backtest: how far it is while it runs, and its report.

import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ReportView } from './report-view.tsx'
import { askedJourney, wishedWords } from './wish.ts'
import { WithoutReport } from './without-report.tsx'

/** The page. */
export function BacktestPage() {
  const say = useWords('backtests')
  const formats = useFormats()
  const navigate = useNavigate()
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const mayNot = useMay('editor')
  const first = useAsk('GET /backtests/{id}', { params: { id: Number(id) } })
  const isRunning = first.data?.state === 'running'
  const polled = useAsk('GET /backtests/{id}', { params: { id: Number(id) } }, isRunning ? { everyMs: 700 } : {})
  const cancel = useTell('DELETE /backtests/{id}', { refreshes: ['/backtests'] })
  const { data } = polled
  const report = data?.report
  const stop = (): void => cancel.mutate({ params: { id: Number(id) } }, { onSuccess: () => (isRunning ? undefined : void navigate({ to: '/backtests' })) })
  return (
    <>
      <PageHeader
        title={say('list.name', { id })}
        above={<LinkAbove to="/backtests">{say('title')}</LinkAbove>}
        badges={data && <Badge kind={data.state === 'done' ? 'good' : data.state === 'failed' ? 'bad' : 'plain'}>{say(`state.${data.state}`)}</Badge>}
        about={
          report &&
          say('report.over', {
            from: formats.date(report.from),
            to: formats.date(report.to),
            people: formats.number(report.people),
            events: formats.number(report.events),
          })
        }
        actions={
          data && (
            <>
              <AsJson value={data} title={say('list.name', { id })} />
              <Button why={mayNot} isBusy={cancel.isPending} onClick={stop}>
                {say(isRunning ? 'report.cancel' : 'report.forget')}
              </Button>
            </>
          )
        }
      />
      {polled.error && <Problem problem={polled.error} action={<Link to="/backtests">{say('report.back')}</Link>} />}
      {cancel.error && <Problem problem={cancel.error} />}
      {data === undefined && polled.error === null && <Skeleton lines={6} className="h-10" />}
      {data?.state === 'running' && (
        <Card>
          <div role="status" className="flex flex-col gap-2">
            <p className="font-medium">{say('report.running')}</p>
            <progress className="h-2 w-full" value={data.of === 0 ? undefined : data.done / data.of} aria-label={say('report.running')} />
            <p className="text-sm text-soft">{wishedWords(data.wish, say)}</p>
            <p className="text-sm text-soft">
              {say('report.progress', { events: formats.number(data.events), share: formats.percent(data.of === 0 ? 0 : data.done / data.of) })}
            </p>
          </div>
        </Card>
      )}
      {(data?.state === 'failed' || data?.state === 'cancelled') && <WithoutReport {...data} />}
      {report && <ReportView report={report} asked={askedJourney(data.wish)} />}
    </>
  )
}
