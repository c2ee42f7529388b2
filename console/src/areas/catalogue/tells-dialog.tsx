// Whether people are told when something of a collection is back in stock or costs less: which changes, and whom. Journeys begin with what is told.

import { useState } from 'react'
import { Checkbox } from '../../kit/check.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import { CollectionDialog, type CollectionDialogProps, CollectionForm } from './collection-dialog.tsx'
import { tellsOf, toldChanges } from './told-changes.ts'
import type { CollectionFile } from './use-collection-file.ts'

/** Open as long as it stands in the page. */
export function TellsDialog(props: CollectionDialogProps) {
  const say = useWords('catalogue')
  return (
    <CollectionDialog {...props} title={say('tells.title')} about={say('tells.about')}>
      {(file) => <Form {...props} file={file} />}
    </CollectionDialog>
  )
}

function Form({ file, onKept, onClose }: CollectionDialogProps & { readonly file: CollectionFile }) {
  const say = useWords('catalogue')
  const [{ tells }] = useState(() => (file.value ?? {}) as { readonly tells?: unknown })
  const [told, setTold] = useState(() => toldChanges(tells))
  const percentWrong = /^(?:[1-9]\d?)?$/.test(told.priceDrop) ? undefined : say('tells.percent-wrong')
  const daysWrong = /^(?:[1-9]\d{0,2})?$/.test(told.days) ? undefined : say('tells.days-wrong')
  const isWhole = percentWrong === undefined && daysWrong === undefined
  return (
    <CollectionForm file={file} changes={isWhole ? [['tells', tellsOf(told, tells)]] : undefined} onKept={onKept} onClose={onClose}>
      <Checkbox
        label={say('tells.back')}
        hint={say('tells.back-hint')}
        checked={told.isBackInStock}
        onChange={(isBackInStock) => setTold({ ...told, isBackInStock })}
      />
      <Field label={say('tells.percent')} hint={say('tells.percent-hint')} error={percentWrong} optional>
        {(parts) => (
          <Input {...parts} inputMode="numeric" value={told.priceDrop} onChange={({ target }) => setTold({ ...told, priceDrop: target.value.trim() })} />
        )}
      </Field>
      <Field label={say('tells.event')} hint={say('tells.event-hint')} optional>
        {(parts) => <Input {...parts} maxLength={256} value={told.event} onChange={({ target }) => setTold({ ...told, event: target.value })} />}
      </Field>
      <Field label={say('tells.days')} hint={say('tells.days-hint')} error={daysWrong} optional>
        {(parts) => <Input {...parts} inputMode="numeric" value={told.days} onChange={({ target }) => setTold({ ...told, days: target.value.trim() })} />}
      </Field>
    </CollectionForm>
  )
}
