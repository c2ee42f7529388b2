// Below every form of the workspace: whether the draft is kept, what stands in its way, and the two ways out of it. What is published is shown as a
// comparison first, because a rule is for everybody at once.

import { useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { Problem } from '../../kit/problem.tsx'
import { ChangedElsewhere } from '../../shell/changed-elsewhere.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { LastChange } from './last-change.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'

/** The bar. */
export function PublishBar({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const may = useMay('editor')
  const [isPublishing, setPublishing] = useState(false)
  const discard = useTell('POST /drafts/discard', { refreshes: ['/definitions', '/drafts'] })
  const { draft } = file.file
  const problems = useInWords(file.file.problems)
  const { state, problem, elsewhere, keepMine, takeTheirs } = file.files
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
      {problem === undefined && elsewhere !== undefined && <ChangedElsewhere {...elsewhere} canUndo={false} />}
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
        <LastChange path={file.path} />
      </div>
      {isPublishing && <PublishDialog paths={[file.path]} name={file.path} onClose={() => setPublishing(false)} />}
    </div>
  )
}
