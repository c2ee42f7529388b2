// Forgets a person for good, after a word was typed.

import { useNavigate } from '@tanstack/react-router'
import { useTell } from '../../client/use-ask.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'

/** <EraseDialog subscriber="#7" title="Anna Keller" onClose={…} /> */
export function EraseDialog({ subscriber, title, onClose }: { readonly subscriber: string; readonly title: string; readonly onClose: () => void }) {
  const say = useWords('people')
  const navigate = useNavigate()
  const erase = useTell('DELETE /subscribers/{subscriber}')
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={say('erase-title', { name: title })}
      description={say('erase-about')}
      action={say('erase')}
      typed={say('erase-word')}
      isBusy={erase.isPending}
      problem={erase.error}
      onConfirm={() =>
        erase.mutate(
          { params: { subscriber } },
          {
            onSuccess() {
              toast(say('erased'))
              void navigate({ to: '/people' })
            },
          },
        )
      }
    />
  )
}
