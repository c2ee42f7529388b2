// One import: what its columns mean, a dry run, its progress, and its report.

import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { addressOf } from '../../client/ask.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import type { SaidMistake } from '../../kit/mistakes/told.ts'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Stat } from '../../kit/stat.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { MappingForm } from './mapping-form.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { stateKinds } from './state-kinds.ts'

/** The page. */
export function ImportPage() {
  const say = useWords('imports')
  const why = useMay('editor')
  const navigate = useNavigate()
  const { id } = useParams({ strict: false }) as { readonly id: string }
  const [isRemoving, setRemoving] = useState(false)
  const job = useAsk('GET /imports/{id}', { params: { id } }, { everyMs: 1000 })
  const cancel = useTell('POST /imports/{id}/cancel', { refreshes: ['/imports'] })
  const remove = useTell('DELETE /imports/{id}', { refreshes: ['/imports'] })
  if (job.error)
    return (
      <>
        <PageHeader above={<LinkAbove to="/imports">{say('title')}</LinkAbove>} title={say('title')} />
        <Problem problem={job.error} />
      </>
    )
  if (job.isPending) return <Skeleton lines={6} className="h-10" />
  const { data } = job
  const isUnderWay = data.state === 'waiting' || data.state === 'running'
  return (
    <>
      <PageHeader
        above={<LinkAbove to="/imports">{say('title')}</LinkAbove>}
        title={data.name}
        badges={
          <>
            <Badge kind={stateKinds[data.state]}>{say(`states.${data.state}`)}</Badge>
            <Badge>{say(`kinds.${data.kind}`)}</Badge>
          </>
        }
        actions={
          <>
            <AsJson value={data} title={data.name} />
            {isUnderWay ? (
              <Button kind="danger-plain" why={why} isBusy={cancel.isPending} onClick={() => cancel.mutate({ params: { id } })}>
                {say('cancel')}
              </Button>
            ) : (
              <Button why={why} onClick={() => setRemoving(true)}>
                {say('remove')}
              </Button>
            )}
          </>
        }
      />
      {cancel.error && <Problem problem={cancel.error} />}
      {data.state === 'ready' && why === undefined && <MappingForm id={id} kind={data.kind} onStarted={() => void job.refetch()} />}
      {data.state === 'uploading' && <p className="text-base text-soft">{say('interrupted')}</p>}
      {data.state === 'ready' && why !== undefined && <p className="text-base text-soft">{why}</p>}
      {data.state !== 'ready' && data.state !== 'uploading' && <Progress job={data} />}
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={say('remove-title')}
        description={say('remove-about')}
        action={say('remove')}
        isBusy={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate({ params: { id } }, { onSuccess: () => void navigate({ to: '/imports' }) })}
      />
    </>
  )
}

interface Job {
  readonly id: string
  readonly kind: 'subscribers' | 'events'
  readonly state: string
  readonly progress: number
  readonly line: number
  readonly problem: string | null
  readonly said: SaidMistake | null
  readonly counts: { readonly taken: number; readonly fresh: number; readonly refused: number; readonly partly: number }
}

function Progress({ job }: { readonly job: Job }) {
  const say = useWords('imports')
  const formats = useFormats()
  const { id, counts, progress, problem, said, state } = job
  const [failure] = useInWords(
    useMemo(() => (problem === null || said === null ? [] : [{ message: problem, said: { message: said, fix: null } }]), [problem, said]),
  )
  return (
    <Card title={say('progress')}>
      <div role="status" className="flex items-center gap-3">
        <ProgressBar share={progress} label={say('progress')} />
        <span className="w-16 text-end text-base tabular-nums">{formats.percent(progress)}</span>
      </div>
      {failure !== undefined && <p className="mt-3 rounded-md bg-bad-tint p-3 text-base">{failure.message}</p>}
      <div className="mt-4 grid grid-cols-3 gap-3 phone:grid-cols-1">
        <Stat label={say('taken')} value={formats.number(counts.taken)} />
        <Stat label={say(job.kind === 'subscribers' ? 'fresh-people' : 'fresh-events')} value={formats.number(counts.fresh)} />
        <Stat label={say('refused')} value={formats.number(counts.refused)} />
      </div>
      {counts.partly > 0 && <p className="mt-4 text-base">{say('partly-taken', { count: counts.partly })}</p>}
      {counts.refused + counts.partly > 0 && (
        <p className="mt-4 flex flex-wrap items-center gap-3 text-base">
          <a className={buttonClasses()} href={addressOf('GET /imports/{id}/report', { params: { id }, query: { as: 'csv' } })} download>
            {say('report')}
          </a>
          <span className="text-soft">{say('report-about')}</span>
        </p>
      )}
      {state === 'cancelled' && <p className="mt-3 text-base text-soft">{say('cancelled-about')}</p>}
    </Card>
  )
}
