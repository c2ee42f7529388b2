// Below every form of the workspace: whether the draft is kept, what stands in its way, and the two ways out of it. What is published is shown as a
// comparison first, because a rule is for everybody at once.

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { refresh, useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { DiffView } from '../../kit/diff-view.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { followPublication } from '../../shell/follow-publication.ts'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import type { WorkspaceFile } from './use-workspace-file.ts'

/** The bar. */
export function PublishBar({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const may = useMay('editor')
  const [isPublishing, setPublishing] = useState(false)
  const discard = useTell('POST /drafts/discard', { refreshes: ['/definitions', '/drafts'] })
  const { draft, problems } = file.file
  const { state, problem, keepMine, takeTheirs } = file.files
  const hasDraft = draft !== null
  return (
    <div className="sticky bottom-0 z-10 -mx-1 flex flex-col gap-2 border-t border-line bg-paper px-1 py-3 phone:static">
      {problem !== undefined && (
        <Problem
          problem={problem}
          action={
            <>
              <Button onClick={keepMine}>{say('policy.keep-mine')}</Button>
              <Button onClick={takeTheirs}>{say('policy.take-theirs')}</Button>
            </>
          }
        />
      )}
      {problems.length > 0 && (
        <ul className="list-disc rounded-md bg-warn-tint py-2 ps-8 pe-3 text-base text-warn">
          {problems.map((one) => (
            <li key={`${one.line} ${one.message}`}>
              {say('policy.line', { line: one.line })}: {one.message}
            </li>
          ))}
        </ul>
      )}
      {discard.error && <Problem problem={discard.error} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          kind="primary"
          why={may}
          disabled={!hasDraft && state === 'kept'}
          onClick={() => {
            void file.files.flush().then(() => setPublishing(true))
          }}
        >
          {say('policy.publish')}
        </Button>
        <Button
          why={may}
          disabled={!hasDraft}
          isBusy={discard.isPending}
          onClick={() => discard.mutate({ body: { paths: [file.path] } }, { onSuccess: takeTheirs })}
        >
          {say('policy.discard')}
        </Button>
        <span role="status" className="flex items-center gap-2 text-sm text-soft">
          {state === 'kept' ? (hasDraft ? say('policy.saved') : say('policy.as-published')) : say('policy.saving')}
          {hasDraft && <Badge kind="violet">{say('policy.draft', { by: draft.by })}</Badge>}
        </span>
      </div>
      {isPublishing && <PublishWorkspace file={file} onClose={() => setPublishing(false)} />}
    </div>
  )
}

function PublishWorkspace({ file, onClose }: { readonly file: WorkspaceFile; readonly onClose: () => void }) {
  const say = useWords('settings')
  const client = useQueryClient()
  const [problem, setProblem] = useState<Refusal>()
  const [isBusy, setBusy] = useState(false)
  const publish = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await followPublication([file.path], 'publish', new AbortController().signal)
      await refresh(client, ['/definitions', '/drafts', '/publish', '/schema', '/workspace'])
      toast(say('policy.published'))
      onClose()
    } catch (error) {
      setProblem(asProblem(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(open) => !open && onClose()}
      title={say('policy.publish-title')}
      description={say('policy.publish-about')}
      actions={
        <Button kind="primary" isBusy={isBusy} onClick={() => void publish()}>
          {say('policy.publish-now')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 pb-2">
        {problem !== undefined && <Problem problem={problem} />}
        <DiffView label={say('policy.publish-title')} before={file.file.text ?? ''} after={file.text} language="yaml" className="h-80" />
      </div>
    </Dialog>
  )
}
