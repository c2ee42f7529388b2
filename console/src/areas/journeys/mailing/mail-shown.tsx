// The mail as one of those would get it who are meant, with a test of it to oneself.

import { Link } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { useAsk, useTell } from '../../../client/use-ask.ts'
import { Button } from '../../../kit/button.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { linkLook } from '../../../kit/link-look.ts'
import { likelyHeight, MailFrame } from '../../../kit/mail-frame.tsx'
import { useInWords } from '../../../kit/mistakes/use-in-words.ts'
import { Problem } from '../../../kit/problem.tsx'
import { Skeleton } from '../../../kit/skeleton.tsx'
import { toast } from '../../../kit/toast.tsx'
import { useMay } from '../../../shell/session.ts'
import { useWords } from '../../../words/words.ts'
import { LeftOfDesign } from './left-of-design.tsx'
import type { ReachCount } from './use-reach.ts'
import type { Head } from './variants.ts'

export interface MailShownProps {
  readonly template: string
  /** Another head than that of the template. */
  readonly own?: Head
  /** People of whom one is shown. */
  readonly people: ReachCount['sample']
}

const width = 640
const none: readonly never[] = []

/** The preview. */
export function MailShown({ template, own = {}, people }: MailShownProps) {
  const say = useWords('mailing')
  const [chosen, setChosen] = useState('')
  const person = people.some(({ subscriber }) => String(subscriber) === chosen) ? chosen : String(people[0]?.subscriber ?? '')
  const shown = person === '' ? own : { ...own, as: `#${person}` }
  const { data, error } = useAsk('POST /templates/{template}/preview', { params: { template }, body: shown }, { keepsPrevious: true })
  const problems = useInWords(data?.problems ?? none)
  if (error !== null) return <Problem problem={error} />
  if (data === undefined) return <Skeleton className="h-80" />
  const { mail, page } = data
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {people.length > 0 && (
          <Select aria-label={say('mail.as')} value={person} onChange={({ target }) => setChosen(target.value)} className="max-w-64">
            {people.map(({ subscriber, email, userIds }) => (
              <option key={subscriber} value={String(subscriber)}>
                {say('mail.as-person', { person: email ?? userIds[0] ?? `#${subscriber}` })}
              </option>
            ))}
          </Select>
        )}
        <Link to={'/templates/$template' as string} params={{ template } as never} className={linkLook}>
          {say('mail.edit')}
        </Link>
      </div>
      <LeftOfDesign template={template} />
      {problems.map((one) => (
        <p key={`${one.file} ${one.line} ${one.code} ${one.message}`} className="rounded-md bg-warn-tint px-3 py-2 text-base break-words text-warn">
          {one.message}
        </p>
      ))}
      {mail === null ? (
        <p className="rounded-md bg-warn-tint px-3 py-2 text-warn">{say('mail.none')}</p>
      ) : (
        <>
          <p className="break-words">
            <span className="text-soft">{say('mail.from')}</span> {mail.from}
          </p>
          <p className="break-words">
            <span className="text-soft">{say('mail.subject')}</span> <span className="font-semibold">{mail.subject}</span>{' '}
            <span className="text-soft">{mail.preheader}</span>
          </p>
          {page !== null && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too
            <section aria-label={say('mail.title')} tabIndex={0} className="max-h-112 overflow-auto rounded-md border border-line bg-sunken p-2">
              <MailFrame page={page} title={say('mail.title')} scheme="light" pictures="own" height={likelyHeight(mail.html, mail.text, width)} />
            </section>
          )}
          <TestToOneself template={template} shown={shown} />
        </>
      )}
    </div>
  )
}

function TestToOneself({ template, shown }: { readonly template: string; readonly shown: Head & { readonly as?: string } }) {
  const say = useWords('mailing')
  const why = useMay('sender')
  const [to, setTo] = useState('')
  const send = useTell('POST /templates/{template}/draft/test')
  const address = to.trim()
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (address !== '')
          send.mutate({ params: { template }, body: { ...shown, to: address } }, { onSuccess: () => toast(say('mail.tested', { to: address })) })
      }}
    >
      <Input
        type="email"
        autoComplete="email"
        aria-label={say('mail.test-to')}
        placeholder={say('mail.test-to')}
        value={to}
        className="max-w-64"
        onChange={({ target }) => setTo(target.value)}
      />
      <Button type="submit" icon={<Send aria-hidden />} why={why} isBusy={send.isPending} disabled={address === ''}>
        {say('mail.test')}
      </Button>
      {send.error !== null && <Problem problem={send.error} className="basis-full" />}
    </form>
  )
}
