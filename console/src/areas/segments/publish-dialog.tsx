// Publishing a draft: what it would mean is shown first; then how far it is, with people brought up to it, until it is in force.

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { refresh } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

type Status = AnswerOf<'GET /publish'>

interface Preview {
  readonly segments: readonly string[]
  readonly templates: readonly string[]
  readonly journeys: readonly { readonly journey: string; readonly change: string }[]
  readonly newMemories: number
  readonly logEntries: number
}

interface Props {
  readonly path: string
  readonly title: string
  readonly onOpenChange: (open: boolean) => void
  readonly onPublished: () => void
}

const fresh = ['/definitions', '/drafts', '/segments', '/schema', '/publish']

/** Open as long as it stands in the page. */
export function PublishDialog({ path, title, onOpenChange, onPublished }: Props) {
  const say = useWords('segments')
  const client = useQueryClient()
  const [status, setStatus] = useState<Status>()
  const [problem, setProblem] = useState<Refusal>()
  const [phase, setPhase] = useState<'looking' | 'ready' | 'publishing' | 'done'>('looking')
  const isDone = phase === 'done'
  useEffect(() => {
    const giveUp = new AbortController()
    run(path, 'dry run', { signal: giveUp.signal, tell: setStatus }).then(
      () => setPhase('ready'),
      (error: unknown) => !giveUp.signal.aborted && setProblem(asProblem(error)),
    )
    return () => giveUp.abort()
  }, [path])
  const publish = (): void => {
    setPhase('publishing')
    setProblem(undefined)
    run(path, 'publish', { signal: new AbortController().signal, tell: setStatus }).then(
      () => {
        setPhase('done')
        void refresh(client, fresh)
        onPublished()
      },
      (error: unknown) => {
        setPhase('ready')
        setProblem(asProblem(error))
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={title}
      description={isDone ? undefined : say('publish-about')}
      actions={
        isDone ? (
          <Button kind="primary" onClick={() => onOpenChange(false)}>
            {say('done')}
          </Button>
        ) : (
          <>
            <Button onClick={() => onOpenChange(false)}>{say('cancel')}</Button>
            <Button kind="primary" disabled={phase !== 'ready' || problem !== undefined} isBusy={phase === 'publishing'} onClick={publish}>
              {say('publish-now')}
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && <Problem problem={problem} className="mb-3" />}
      {phase === 'looking' && problem === undefined && <Skeleton lines={2} />}
      {status?.preview != null && <Meaning preview={status.preview as unknown as Preview} />}
      <div aria-live="polite">{phase === 'publishing' && status !== undefined && <Progress status={status} />}</div>
      {isDone && (
        <p role="status" className="mt-2 font-medium text-good">
          {say('published')}
        </p>
      )}
    </Dialog>
  )
}

function Meaning({ preview }: { readonly preview: Preview }) {
  const say = useWords('segments')
  const formats = useFormats()
  const { segments, templates, journeys, newMemories, logEntries } = preview
  const changed = [...segments, ...templates, ...journeys.filter(({ change }) => change !== 'same').map(({ journey }) => `~ ${journey}`)]
  return (
    <div className="flex flex-col gap-2 text-base">
      <ul className="font-mono text-sm">
        {changed.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {changed.length === 0 && <li className="font-sans text-soft">{say('nothing-changes')}</li>}
      </ul>
      <p className="text-soft">{newMemories === 0 ? say('knows-already') : say('reads-history', { count: logEntries, number: formats.number(logEntries) })}</p>
    </div>
  )
}

function Progress({ status }: { readonly status: Status }) {
  const say = useWords('segments')
  const { state, done, of } = status
  return (
    <div className="mt-2">
      <p className="text-sm text-soft">
        {say(state === 'reading history' ? 'state.reading' : state === 'counting people' ? 'state.counting' : 'state.preparing')}
      </p>
      <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken">
        <div className="h-full bg-accent transition-[width]" style={{ width: `${of === 0 ? 10 : Math.min(100, (100 * done) / of)}%` }} />
      </div>
    </div>
  )
}

interface Following {
  readonly signal: AbortSignal
  readonly tell: (status: Status) => void
}

/** Begins and follows it to its end: ready for a dry run, in force else. */
async function run(path: string, mode: 'dry run' | 'publish', { signal, tell }: Following): Promise<void> {
  let status: Status = await ask('POST /drafts/publish', { body: { paths: [path], dryRun: mode === 'dry run' }, signal })
  tell(status)
  const ends = mode === 'dry run' ? ['ready', 'refused'] : ['in force', 'refused']
  while (!ends.includes(status.state)) {
    status = await ask('GET /publish', { query: { wait: 2 }, signal })
    tell(status)
  }
  if (status.state === 'refused') throw new Error(status.problem ?? '')
}
