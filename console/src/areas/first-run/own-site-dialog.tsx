// Ending the demo for a site of one's own: what is asked is what every mail needs. Afterwards the server starts anew, and the page with it.

import { useEffect, useState } from 'react'
import { z } from 'zod'
import { ask } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { every } from '../../kit/clock.ts'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { showMistakes, useCheckedForm } from '../../kit/use-checked-form.ts'
import { useWords } from '../../words/words.ts'

/** The dialog, open as long as it is there. */
export function OwnSiteDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useWords('first-run')
  const schema = z.object({
    name: z.string().trim().min(1, say('own.needs-name')).max(100),
    sender: z.email(say('own.needs-sender')),
    site: z.union([z.literal(''), z.url({ protocol: /^https?$/, error: say('own.needs-site') })]),
    address: z.string().trim().min(5, say('own.needs-address')).max(300),
  })
  const form = useCheckedForm(schema, { name: '', sender: '', site: '', address: '' })
  const begin = useTell('POST /first-steps/own-site')
  const [isStarting, setStarting] = useState(false)
  useEffect(() => {
    if (!isStarting) return undefined
    // Once: a page that is asked for again while it loads begins anew each time, and on a slow line never comes.
    let hasLeft = false
    const leave = (has: boolean): void => {
      if (!has || hasLeft) return
      hasLeft = true
      window.location.assign('/console/')
    }
    return every(700, () => void hasBegun().then(leave))
  }, [isStarting])
  const submit = form.handleSubmit(({ site, ...own }) =>
    begin.mutate(
      { body: { ...own, ...(site === '' ? {} : { site }), zone: Intl.DateTimeFormat().resolvedOptions().timeZone } },
      { onSuccess: () => setStarting(true), onError: (problem) => void showMistakes(form, problem) },
    ),
  )
  /** What the address of mails speaks for, to be changed. */
  const proposeSite = (): void => {
    const [, domain] = form.getValues('sender').split('@')
    if (domain?.includes('.') === true && form.getValues('site') === '') form.setValue('site', `https://${domain}`)
  }
  const mistakes = form.formState.errors
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isStarting && onClose()}
      title={say('own.begin')}
      description={say('own.means')}
      actions={
        <>
          <Button onClick={onClose} disabled={isStarting}>
            {say('own.cancel')}
          </Button>
          <Button kind="danger" type="submit" form="own-site" isBusy={begin.isPending || isStarting}>
            {say('own.wipe')}
          </Button>
        </>
      }
    >
      <form id="own-site" className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} noValidate>
        <Field label={say('own.name')} hint={say('own.name-hint')} error={mistakes.name?.message}>
          {(parts) => <Input {...parts} {...form.register('name')} autoComplete="organization" />}
        </Field>
        <Field label={say('own.sender')} hint={say('own.sender-hint')} error={mistakes.sender?.message}>
          {(parts) => <Input {...parts} {...form.register('sender', { onBlur: proposeSite })} type="email" />}
        </Field>
        <Field label={say('own.site')} hint={say('own.site-hint')} optional error={mistakes.site?.message}>
          {(parts) => <Input {...parts} {...form.register('site')} type="url" autoComplete="url" placeholder="https://myshop.example" />}
        </Field>
        <Field label={say('own.address')} hint={say('own.address-hint')} error={mistakes.address?.message}>
          {(parts) => <Input {...parts} {...form.register('address')} autoComplete="street-address" />}
        </Field>
        {begin.error && <Problem problem={begin.error} />}
        {isStarting && <p role="status">{say('own.starting')}</p>}
      </form>
    </Dialog>
  )
}

/** Whether the server has started anew, with nobody's demo. */
async function hasBegun(): Promise<boolean> {
  try {
    return (await ask('GET /first-steps')).of === null
  } catch {
    return false
  }
}
