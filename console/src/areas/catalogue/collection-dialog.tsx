// A window that changes something of a collection. It is written into the collection's file, and in force once that is published.

import { type ReactNode, useState } from 'react'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import { type CollectionFile, keepCollectionFile, useCollectionFile } from './use-collection-file.ts'

export interface CollectionDialogProps {
  readonly collection: string
  /** Told the file whose draft says it. */
  readonly onKept: (path: string) => void
  readonly onClose: () => void
}

interface WindowProps extends CollectionDialogProps {
  readonly title: string
  readonly about: string
  /** What is asked, once the file is there. */
  readonly children: (file: CollectionFile) => ReactNode
}

/** Open as long as it stands in the page. */
export function CollectionDialog({ collection, title, about, onClose, children }: WindowProps) {
  const say = useWords('catalogue')
  const file = useCollectionFile(collection)
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={about}>
      {file === undefined ? <Skeleton lines={4} className="h-9" /> : file === null ? <p className="pb-4">{say('tells.no-file')}</p> : children(file)}
    </Dialog>
  )
}

interface FormProps extends Omit<CollectionDialogProps, 'collection'> {
  readonly file: CollectionFile
  /** What would be written at each key of the file; undefined while what is asked cannot be kept. */
  readonly changes: Parameters<typeof keepCollectionFile>[1] | undefined
  readonly children: ReactNode
}

/** The fields, what went wrong, and the way to keep them. */
export function CollectionForm({ file, changes, onKept, onClose, children }: FormProps) {
  const say = useWords('catalogue')
  // What was read when it was opened: the file may be asked for again meanwhile, and whoever changed it then is told of.
  const [opened] = useState(file)
  const { isBusy, problem, work } = useWork()
  const save = (): Promise<void> =>
    work(async () => {
      await keepCollectionFile(opened, changes ?? [], say('tells.unreadable'))
      onKept(opened.path)
    })
  return (
    <form
      className="flex flex-col gap-4 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {children}
      {problem !== undefined && <Problem problem={problem} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{say('cancel')}</Button>
        <Button type="submit" kind="primary" isBusy={isBusy} disabled={changes === undefined || changes.length === 0}>
          {say('tells.save')}
        </Button>
      </div>
    </form>
  )
}
