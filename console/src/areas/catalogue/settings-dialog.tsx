// What a collection holds, and where its feed is.

import { useState } from 'react'
import { useWords } from '../../words/words.ts'
import { CollectionDialog, type CollectionDialogProps, CollectionForm } from './collection-dialog.tsx'
import { CollectionFields } from './collection-fields.tsx'
import { changesOf, collectionAsked, isWhole } from './collection-file.ts'
import type { CollectionFile } from './use-collection-file.ts'

/** Open as long as it stands in the page. */
export function SettingsDialog(props: CollectionDialogProps) {
  const say = useWords('catalogue')
  return (
    <CollectionDialog {...props} title={say('collection.title', { collection: props.collection })} about={say('collection.about')}>
      {(file) => <Form {...props} file={file} />}
    </CollectionDialog>
  )
}

function Form({ file, onKept, onClose }: CollectionDialogProps & { readonly file: CollectionFile }) {
  const [before] = useState(file.value)
  const [asked, setAsked] = useState(() => collectionAsked(before))
  return (
    <CollectionForm file={file} changes={isWhole(asked) ? changesOf(asked, before) : undefined} onKept={onKept} onClose={onClose}>
      <CollectionFields asked={asked} onChange={setAsked} />
    </CollectionForm>
  )
}
