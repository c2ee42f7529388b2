// A test of what is written now to an address, as it is shown or once in each language: marked as a test, counted nowhere.

import { useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { languagesOf, type OneTemplate, type Shown } from './shown-with.tsx'

export interface TestDialogProps {
  readonly template: OneTemplate
  readonly shown: Shown
  readonly files: Readonly<Record<string, string>>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** The dialog. */
export function TestDialog({ template, shown, files, open, onOpenChange }: TestDialogProps) {
  const say = useWords('templates')
  const nameOf = useLanguageNames()
  const [to, setTo] = useState('')
  const [isInEach, setInEach] = useState(false)
  const send = useTell('POST /templates/{template}/draft/test')
  const languages = languagesOf(template)
  const sendAll = async (address: string): Promise<void> => {
    const wishes = isInEach && languages.length > 1 ? languages.map((locale) => ({ ...shown, locale })) : [shown]
    // One after another: what is refused is told, and the rest does not go out.
    for (const wish of wishes) await send.mutateAsync({ params: { template: template.template }, body: { ...wish, files, to: address } })
    onOpenChange(false)
    toast(say('test.sent', { to: address, count: wishes.length }))
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={say('test.title')} description={say('test.about')}>
      <form
        className="flex flex-col gap-4 pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          void sendAll(to.trim()).catch(() => undefined)
        }}
      >
        <Field label={say('test.to')} hint={say('test.hint')}>
          {(parts) => <Input {...parts} type="email" required autoComplete="email" value={to} onChange={({ target: { value } }) => setTo(value)} />}
        </Field>
        {languages.length > 1 && <Checkbox label={say('test.each')} hint={languages.map(nameOf).join(' · ')} checked={isInEach} onChange={setInEach} />}
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
