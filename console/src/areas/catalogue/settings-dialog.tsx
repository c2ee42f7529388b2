// What a collection holds, and where its feed is. It is written into the file of the collection, and in force once that is published.

import { useState } from 'react'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import { CollectionFields } from './collection-fields.tsx'
import { changesOf, collectionAsked, isWhole } from './collection-file.ts'
import { type CollectionFile, keepCollectionFile, useCollectionFile } from './use-collection-file.ts'

export interface SettingsDialogProps {
  readonly collection: string
  /** Told the file whose draft says it. */
  readonly onKept: (path: string) => void
  readonly onClose: () => void
}

/** Open as long as it stands in the page. */
export function SettingsDialog(props: SettingsDialogProps) {
  const say = useWords('catalogue')
  const file = useCollectionFile(props.collection)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={say('collection.title', { collection: props.collection })}
      description={say('collection.about')}
    >
      {file === undefined ? (
        <Skeleton lines={4} className="h-9" />
      ) : file === null ? (
        <p className="pb-4">{say('tells.no-file')}</p>
      ) : (
        <Form {...props} file={file} />
      )}
    </Dialog>
  )
}

function Form({ file, onKept, onClose }: SettingsDialogProps & { readonly file: CollectionFile }) {
  const say = useWords('catalogue')
  // What was read when it was opened: the file may be asked for again meanwhile, and whoever changed it then is told of.
  const [opened] = useState(file)
  const [asked, setAsked] = useState(() => collectionAsked(file.value))
  const { isBusy, problem, work } = useWork()
  const changes = changesOf(asked, opened.value)
  const save = (): Promise<void> =>
    work(async () => {
      await keepCollectionFile(opened, changes, say('tells.unreadable'))
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
      <CollectionFields asked={asked} onChange={setAsked} />
      {problem !== undefined && <Problem problem={problem} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{say('cancel')}</Button>
        <Button type="submit" kind="primary" isBusy={isBusy} disabled={!isWhole(asked) || changes.length === 0}>
          {say('tells.save')}
        </Button>
      </div>
    </form>
  )
}
