// Asks before an address that nobody writes to is written to again: a mail that comes back once more harms everybody's mail.

import { useTell } from '../../client/use-ask.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'
import type { Person } from './person.ts'

export interface LiftDialogProps {
  readonly person: Person
  readonly suppression: Person['suppressed'][number]
  readonly onClose: () => void
}

/** Open as long as it stands in the page. */
export function LiftDialog({ person: { subscriber }, suppression: { address, reason }, onClose }: LiftDialogProps) {
  const say = useWords('people')
  const lift = useTell('POST /suppressions/lift', { refreshes: ['/subscribers'] })
  const done = (): void => {
    toast(say('lift.done', { address }))
    onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={say('lift.title', { address })}
      description={say('lift.about', { reason })}
      action={say('lift.action')}
      kind="primary"
      isBusy={lift.isPending}
      problem={lift.error}
      onConfirm={() => lift.mutate({ body: { subscriber } }, { onSuccess: done })}
    />
  )
}
