// Moving a mail to many to another time, and calling it off: each writes the draft, and the window before anything is in force shows what it means.

import { type ReactNode, useState } from 'react'
import { Button } from '../../../kit/button.tsx'
import { now } from '../../../kit/clock.ts'
import { Dialog } from '../../../kit/dialog.tsx'
import { PublishDialog } from '../../../shell/publish/publish-dialog.tsx'
import { useWords } from '../../../words/words.ts'
import type { Edit } from '../journey-text.ts'
import type { Draft } from '../use-draft.ts'
import { hasPassed, type When, writtenWhen } from './when.ts'
import { WhenFields } from './when-fields.tsx'

interface DialogProps {
  readonly journey: string
  readonly draft: Draft
  readonly onClose: () => void
}

/** Another time; what was called off begins again. */
export function MoveDialog({ when: before, workspace, ...props }: DialogProps & { readonly when: When; readonly workspace: string }) {
  const [when, setWhen] = useState(before)
  const isReady = when.local !== '' && !hasPassed(when, { workspace, now: now() })
  const written = writtenWhen(when, { workspace, now: now() })
  const edits: readonly Edit[] = [
    { do: 'set', path: ['enter', 0, 'at'], value: written.at },
    { do: 'set', path: ['enter', 0, 'zone'], value: written.zone },
    { do: 'remove', path: ['status'] },
  ]
  return (
    <Asked {...props} words="move" edits={edits} isReady={isReady}>
      <WhenFields when={when} onChange={setWhen} workspace={workspace} isTried />
    </Asked>
  )
}

/** Nobody is sent it; the file stays. */
export function CallOffDialog(props: DialogProps) {
  return <Asked {...props} words="off" edits={[{ do: 'set', path: ['status'], value: 'archived' }]} isReady />
}

interface AskedProps extends DialogProps {
  readonly words: 'move' | 'off'
  readonly edits: readonly Edit[]
  readonly isReady: boolean
  readonly children?: ReactNode
}

function Asked({ journey, draft, onClose, words, edits, isReady, children }: AskedProps) {
  const say = useWords('mailing')
  const [isWritten, setWritten] = useState(false)
  if (isWritten) return <PublishDialog paths={[draft.path]} name={journey} settled={draft.settled} onPublished={draft.reload} onClose={onClose} />
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say(`${words}.title`)}
      description={say(`${words}.about`)}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button
            kind="primary"
            disabled={!isReady}
            onClick={() => {
              draft.edit(edits)
              setWritten(true)
            }}
          >
            {say(`${words}.button`)}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
