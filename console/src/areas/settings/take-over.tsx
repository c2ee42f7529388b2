// Taking over what was changed in a copy: which files say something else there, which of them were changed here as well, and the drafts that are made of those
// that are chosen. What they change and whom it moves is shown by the window that publishes, right after it.

import { useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useWords } from '../../words/words.ts'

type Change = AnswerOf<'GET /staging/{name}/changes'>['changes'][number]

/** The window, and after it the one that publishes. */
export function TakeOver({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const say = useWords('settings')
  const asked = useAsk('GET /staging/{name}/changes', { params: { name } }, { freshMs: 0 })
  const take = useTell('POST /staging/{name}/take-over', { refreshes: ['/definitions', '/drafts', '/templates', '/staging'] })
  const [ticked, setTicked] = useState<Readonly<Record<string, boolean>>>({})
  const { changes = [], unpublished = [] } = asked.data ?? {}
  const isTicked = (one: Change): boolean => one.locked === null && (ticked[one.path] ?? (!one.isChangedHere && one.draftBy === null))
  const paths = changes.filter(isTicked).map(({ path }) => path)
  if (take.data !== undefined) return <PublishDialog paths={take.data.drafts} name={say('take-over.drafts', { name })} onClose={onDone} />
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={say('take-over.title', { name })}
      description={say('take-over.means')}
      actions={
        <>
          <Button onClick={onDone}>{say('staging.cancel')}</Button>
          <Button kind="primary" disabled={paths.length === 0} isBusy={take.isPending} onClick={() => take.mutate({ params: { name }, body: { paths } })}>
            {say('take-over.take', { count: paths.length })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {asked.error && <Problem problem={asked.error} />}
        {asked.isPending && <Skeleton lines={4} />}
        {asked.data !== undefined && changes.length === 0 && <p className="rounded-md bg-sunken p-3 text-base">{say('take-over.none')}</p>}
        {changes.length > 0 && (
          <ul className="flex flex-col gap-3">
            {changes.map((one) => (
              <li key={one.path}>
                <Checkbox
                  label={one.path}
                  hint={<Hint change={one} />}
                  checked={isTicked(one)}
                  disabled={one.locked !== null}
                  onChange={(is) => setTicked((before) => ({ ...before, [one.path]: is }))}
                />
              </li>
            ))}
          </ul>
        )}
        {unpublished.length > 0 && (
          <p className="rounded-md bg-warn-tint p-3 text-base break-words">{say('take-over.unpublished', { files: unpublished.join(', ') })}</p>
        )}
        {take.error && <Problem problem={take.error} />}
      </div>
    </Dialog>
  )
}

function Hint({ change: { does, isChangedHere, draftBy, locked } }: { readonly change: Change }) {
  const say = useWords('settings')
  return (
    <>
      {say(`take-over.does.${does}`)}
      {isChangedHere && <span className="block text-warn">{say('take-over.both')}</span>}
      {draftBy !== null && <span className="block text-warn">{say('take-over.draft', { by: draftBy })}</span>}
      {locked !== null && <span className="block">{say('take-over.locked', { why: locked })}</span>}
    </>
  )
}
