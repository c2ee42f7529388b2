// Whether people are told when something of a collection is back in stock or costs less: which changes, and whom. Journeys begin with what is told. It is written
// into the file of the collection, and in force once that is published.

import { useState } from 'react'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import { tellsOf, toldChanges } from './told-changes.ts'
import { type CollectionFile, keepCollectionFile, useCollectionFile } from './use-collection-file.ts'

export interface TellsDialogProps {
  readonly collection: string
  /** Told the file whose draft says it. */
  readonly onKept: (path: string) => void
  readonly onClose: () => void
}

/** Open as long as it stands in the page. */
export function TellsDialog(props: TellsDialogProps) {
  const say = useWords('catalogue')
  const { collection, onClose } = props
  const file = useCollectionFile(collection)
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={say('tells.title')} description={say('tells.about')}>
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

function Form({ file, onKept, onClose }: TellsDialogProps & { readonly file: CollectionFile }) {
  const say = useWords('catalogue')
  const { tells } = (file.value ?? {}) as { readonly tells?: unknown }
  const [told, setTold] = useState(() => toldChanges(tells))
  const { isBusy, problem, work } = useWork()
  const percentWrong = /^(?:[1-9]\d?)?$/.test(told.priceDrop) ? undefined : say('tells.percent-wrong')
  const daysWrong = /^(?:[1-9]\d{0,2})?$/.test(told.days) ? undefined : say('tells.days-wrong')
  const save = (): Promise<void> =>
    work(async () => {
      await keepCollectionFile(file, [['tells', tellsOf(told, tells)]], say('tells.unreadable'))
      onKept(file.path)
    })
  return (
    <form
      className="flex flex-col gap-4 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Checkbox
        label={say('tells.back')}
        hint={say('tells.back-hint')}
        checked={told.isBackInStock}
        onChange={(isBackInStock) => setTold({ ...told, isBackInStock })}
      />
      <Field label={say('tells.percent')} hint={say('tells.percent-hint')} error={percentWrong} optional={say('new-pool.optional')}>
        {(parts) => (
          <Input {...parts} inputMode="numeric" value={told.priceDrop} onChange={({ target }) => setTold({ ...told, priceDrop: target.value.trim() })} />
        )}
      </Field>
      <Field label={say('tells.event')} hint={say('tells.event-hint')} optional={say('new-pool.optional')}>
        {(parts) => <Input {...parts} maxLength={256} value={told.event} onChange={({ target }) => setTold({ ...told, event: target.value })} />}
      </Field>
      <Field label={say('tells.days')} hint={say('tells.days-hint')} error={daysWrong} optional={say('new-pool.optional')}>
        {(parts) => <Input {...parts} inputMode="numeric" value={told.days} onChange={({ target }) => setTold({ ...told, days: target.value.trim() })} />}
      </Field>
      {problem !== undefined && <Problem problem={problem} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{say('cancel')}</Button>
        <Button type="submit" kind="primary" isBusy={isBusy} disabled={percentWrong !== undefined || daysWrong !== undefined}>
          {say('tells.save')}
        </Button>
      </div>
    </form>
  )
}
