// Asks once more before everybody who waits gets one of the variants.

import { useTell } from '../../../client/use-ask.ts'
import { ConfirmDialog } from '../../../kit/confirm-dialog.tsx'
import { toast } from '../../../kit/toast.tsx'
import { useWords } from '../../../words/words.ts'

export interface ChooseDialogProps {
  readonly journey: string
  readonly variant: string
  /** People who wait. */
  readonly waiting: number
  readonly onClose: () => void
}

/** The window. */
export function ChooseDialog({ journey, variant, waiting, onClose }: ChooseDialogProps) {
  const say = useWords('trial')
  const choose = useTell('POST /journeys/{journey}/winner', { refreshes: ['/journeys', '/experiments'] })
  const done = (): void => {
    toast(say('chosen', { variant }))
    onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      kind="primary"
      title={say('choose.title', { variant })}
      description={say('choose.about', { count: waiting })}
      action={say('choose.button', { count: waiting })}
      isBusy={choose.isPending}
      problem={choose.error}
      onConfirm={() => choose.mutate({ params: { journey }, body: { variant } }, { onSuccess: done })}
    />
  )
}
