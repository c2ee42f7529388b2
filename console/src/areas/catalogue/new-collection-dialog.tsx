// A new collection: its name, what its items hold, and where its feed is. It is a file of its own, in force once it is published.

import { useState } from 'react'
import { ask } from '../../client/ask.ts'
import { answers, refresh, useAsk } from '../../client/use-ask.ts'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { pathOfNew } from '../../shell/path-of-new.ts'
import { useWords } from '../../words/words.ts'
import { CollectionFields } from './collection-fields.tsx'
import { collectionName, isWhole, newCollection, newCollectionText } from './collection-file.ts'

export interface NewCollectionDialogProps {
  /** Told the file whose draft holds it. */
  readonly onMade: (made: { readonly collection: string; readonly path: string }) => void
  readonly onClose: () => void
}

/** Open as long as it stands in the page. */
export function NewCollectionDialog({ onMade, onClose }: NewCollectionDialogProps) {
  const say = useWords('catalogue')
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(newCollection)
  const [isShop, setShop] = useState(true)
  const { isBusy, problem, work } = useWork()
  const files = useAsk('GET /definitions', {}).data?.files ?? []
  const collection = typed.trim()
  const path = pathOfNew('catalogue', collection)
  const isTaken = files.some((file) => file.path === path || file.holds.some((one) => one.kind === 'collection' && one.name === collection))
  const wrong =
    collection === '' ? undefined : !collectionName.test(collection) ? say('new-pool.name-wrong') : isTaken ? say('new-collection.taken') : undefined
  const create = (): Promise<void> =>
    work(async () => {
      await ask('PUT /drafts', { body: { path, text: newCollectionText(collection, asked, { isShop }), revision: 0 } })
      await refresh(answers, ['/definitions', '/drafts'])
      onMade({ collection, path })
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={say('new-collection.title')}
      description={say('new-collection.about')}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" isBusy={isBusy} disabled={collection === '' || wrong !== undefined || !isWhole(asked)} onClick={() => void create()}>
            {say('new-pool.create')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pb-2">
        <Field label={say('new-pool.name')} hint={say('new-collection.name-hint')} error={wrong}>
          {(parts) => <Input {...parts} maxLength={64} autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)} />}
        </Field>
        <CollectionFields asked={asked} onChange={setAsked} />
        <Checkbox label={say('new-collection.shop')} hint={say('new-collection.shop-hint')} checked={isShop} onChange={setShop} />
        {problem !== undefined && <Problem problem={problem} />}
      </div>
    </Dialog>
  )
}
