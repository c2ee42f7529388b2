// A test of what is written now to an address: marked as a test, counted nowhere.

import { useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'
import type { Shown } from './shown-with.tsx'

export interface TestDialogProps {
  readonly template: string
  readonly shown: Shown
  readonly files: Readonly<Record<string, string>>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** The dialog. */
export function TestDialog({ template, shown, files, open, onOpenChange }: TestDialogProps) {
  const say = useWords('templates')
  const [to, setTo] = useState('')
  const send = useTell('POST /templates/{template}/draft/test')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={say('test.title')} description={say('test.about')}>
      <form
        className="flex flex-col gap-4 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          send.mutate(
            { params: { template }, body: { ...shown, files, to: to.trim() } },
            {
              onSuccess: () => {
                onOpenChange(false)
                toast(say('test.sent', { to: to.trim() }))
              },
            },
          )
        }}
      >
        <Field label={say('test.to')} hint={say('test.hint')}>
          {(parts) => <Input {...parts} type="email" required autoComplete="email" value={to} onChange={({ target: { value } }) => setTo(value)} />}
        </Field>
        {send.error !== null && <Problem problem={send.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{say('cancel')}</Button>
          <Button type="submit" kind="primary" isBusy={send.isPending} disabled={to.trim() === ''}>
            {say('test.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
