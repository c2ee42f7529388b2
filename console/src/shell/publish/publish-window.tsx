// Before drafts are in force: what is wrong, whether the tests hold, what it means for the people inside, what changes in the files, and under whose name.
// Then one button, and how far it is.

import { useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { asProblem, type Problem as Refusal } from '../../client/problem.ts'
import { refresh } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'
import { useSession } from '../session.ts'
import { Expectation } from './expectation.tsx'
import { FileDiff } from './file-diff.tsx'
import { type Choices, followPublication, type PublishState } from './follow-publication.ts'
import { Meaning } from './meaning.tsx'
import type { PublishProps } from './publish-props.ts'
import { useLook } from './use-look.ts'
import { Verdict } from './verdict.tsx'

const changed = ['/definitions', '/drafts', '/journeys', '/segments', '/templates', '/schema', '/publish', '/pauses', '/audit']

/** See PublishDialog, which pages use. */
export function PublishWindow(props: PublishProps) {
  const { paths, name, settled, targets = [], warnings = [], drawing, summary, title, button, beforePublishing, onClose, onPublished } = props
  const say = useWords('publish')
  const client = useQueryClient()
  const by = useSession().data?.name
  const [choices, setChoices] = useState<Choices>({ people: 'stay', map: {}, existing: false })
  const look = useLook({ paths, choices, settled })
  const [progress, setProgress] = useState<PublishState | undefined>(undefined)
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined)
  const isReady = look.isFresh && look.check?.isGood === true && look.preview !== undefined && look.preview.questions.length === 0 && look.problem === undefined
  const publish = async (): Promise<void> => {
    setRefusal(undefined)
    try {
      await beforePublishing?.()
      await followPublication(paths, { ...choices, mode: 'publish' }, { signal: new AbortController().signal, tell: setProgress })
      await refresh(client, changed)
      onPublished?.()
      toast(say('done', { name }))
      onClose()
    } catch (error) {
      setRefusal(asProblem(error))
    } finally {
      setProgress(undefined)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title ?? say('title', { name })}
      description={by === undefined ? say('about') : say('about-by', { by })}
      size="wide"
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" isBusy={progress !== undefined} disabled={!isReady} onClick={() => void publish()}>
            {button ?? say('button')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {refusal !== undefined && <Problem problem={refusal} />}
        {look.problem !== undefined && <Problem problem={look.problem} />}
        {summary}
        <Verdict check={look.check} onLeave={onClose} />
        {warnings.map((warning) => (
          <p key={warning} className="flex gap-2 rounded-md bg-warn-tint px-3 py-2 text-base text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {warning}
          </p>
        ))}
        {look.preview !== undefined && (
          <Meaning preview={look.preview} isFresh={look.isFresh} choices={choices} onChoose={setChoices} targets={targets} drawing={drawing} />
        )}
        {look.preview !== undefined && <Expectation paths={paths} preview={look.preview} isCounted={summary !== undefined} />}
        {look.preview === undefined && look.problem === undefined && look.check?.isGood !== false && <Skeleton lines={3} className="h-5" />}
        {look.check !== undefined && (
          <section className="flex flex-col gap-3">
            <h3 className="text-base font-semibold">{say('files', { count: paths.length })}</h3>
            {paths.map((path) => (
              <FileDiff key={path} path={path} isOpen={paths.length === 1 && summary === undefined} />
            ))}
          </section>
        )}
        <div aria-live="polite">{progress !== undefined && <Progress status={progress} />}</div>
      </div>
    </Dialog>
  )
}

function Progress({ status: { state, done, of } }: { readonly status: PublishState }) {
  const say = useWords('publish')
  return (
    <div>
      <p className="text-sm text-soft">
        {say(state === 'reading history' ? 'state.reading' : state === 'counting people' ? 'state.counting' : 'state.preparing')}
      </p>
      <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken">
        <div className="h-full bg-accent transition-[width]" style={{ width: `${of === 0 ? 10 : Math.min(100, (100 * done) / of)}%` }} />
      </div>
    </div>
  )
}
