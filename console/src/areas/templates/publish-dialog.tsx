// Putting what was written into use: which files are written, which templates and journeys are others then, and what real people lack that the mail asks for;
// then one press.

import { useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { refresh } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { followPublication, type PublishState } from '../../shell/follow-publication.ts'
import { useWords } from '../../words/words.ts'

export interface PublishDialogProps {
  readonly template: string
  /** Drafts that belong to it. */
  readonly paths: readonly string[]
  /** Sentences of what is worth a look before. */
  readonly warnings: readonly string[]
  readonly onClose: () => void
}

/** Open as long as it stands in the page. */
export function PublishDialog({ template, paths, warnings, onClose }: PublishDialogProps) {
  const say = useWords('templates')
  const client = useQueryClient()
  const [status, setStatus] = useState<PublishState>()
  const [problem, setProblem] = useState<Refusal>()
  const [isBusy, setBusy] = useState(false)
  const key = paths.join('\n')
  useEffect(() => {
    const gone = new AbortController()
    followPublication(key.split('\n'), 'dry run', gone.signal).then(setStatus, (error: unknown) => {
      if (!gone.signal.aborted) setProblem(asProblem(error))
    })
    return () => gone.abort()
  }, [key])
  const publish = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await followPublication(paths, 'publish', new AbortController().signal)
      await refresh(client, ['/definitions', '/templates', '/drafts', '/publish'])
      toast(say('publish.done', { template }))
      onClose()
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={say('publish.title', { template })}
      description={say('publish.about')}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" isBusy={isBusy} disabled={status === undefined || problem !== undefined} onClick={() => void publish()}>
            {say('publish.now')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {problem !== undefined && <Problem problem={problem} />}
        <Files paths={paths} />
        {status === undefined ? problem === undefined && <Skeleton lines={2} /> : <Meaning status={status} />}
        {warnings.map((warning) => (
          <p key={warning} className="flex gap-2 rounded-md bg-warn-tint px-3 py-2 text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {warning}
          </p>
        ))}
      </div>
    </Dialog>
  )
}

function Files({ paths }: { readonly paths: readonly string[] }) {
  const say = useWords('templates')
  return (
    <div>
      <h3 className="text-sm font-medium">{say('publish.files')}</h3>
      <ul className="font-mono text-sm text-soft">
        {paths.map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </div>
  )
}

function Meaning({ status }: { readonly status: PublishState }) {
  const say = useWords('templates')
  const { templates = [], journeys = [] } = (status.preview ?? {}) as {
    readonly templates?: readonly string[]
    readonly journeys?: readonly { readonly journey: string; readonly change: string }[]
  }
  const changed = [...templates, ...journeys.filter(({ change }) => change !== 'same').map(({ journey }) => `~ ${journey}`)]
  return (
    <div>
      <h3 className="text-sm font-medium">{say('publish.changes')}</h3>
      {changed.length === 0 ? (
        <p className="text-soft">{say('publish.nothing')}</p>
      ) : (
        <ul className="font-mono text-sm text-soft">
          {changed.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
