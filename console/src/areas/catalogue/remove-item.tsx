// Takes an item out of the catalogue, once it was said what that does to mails.

import { useNavigate } from '@tanstack/react-router'
import { useTell } from '../../client/use-ask.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'

export interface RemoveItemProps {
  readonly collection: string
  readonly id: string
  readonly title: string
  readonly onClose: () => void
}

/** Open as long as it stands in the page; leads to the collection afterwards. */
export function RemoveItem({ collection, id, title, onClose }: RemoveItemProps) {
  const say = useWords('catalogue')
  const navigate = useNavigate()
  const remove = useTell('POST /catalogue/{collection}/items/remove', { refreshes: ['/catalogue'] })
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={say('remove-item', { title })}
      description={say('remove-item-about')}
      action={say('remove-item-do')}
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={() =>
        remove.mutate(
          { params: { collection }, body: { ids: [id] } },
          {
            onSuccess() {
              toast(say('item-removed', { title }))
              void navigate({ to: '/catalogue/$collection', params: { collection } } as never)
            },
          },
        )
      }
    />
  )
}
