// The mail that a step sends: the subject that it goes with, and the way to where it is written.

import { Link } from '@tanstack/react-router'
import { useAsk } from '../../../../client/use-ask.ts'
import { linkLook } from '../../../../kit/link-look.ts'
import { useWords } from '../../../../words/words.ts'

const placeholder = /\{\{\s*(?:[\w-]+\.)*([\w-]+)[^}]*\}\}/g

/** Nothing for a template that there is not. */
export function MailOfTemplate({ template, subject: own }: { readonly template: string; readonly subject: string | undefined }) {
  const say = useWords('journey-forms')
  const { data } = useAsk('GET /templates/{template}', { params: { template } })
  if (data === undefined) return null
  const subject = own ?? data.subject
  return (
    <div className="flex flex-col gap-0.5 rounded-md bg-sunken px-2.5 py-2">
      {!subject.includes('{%') && (
        <p className="text-base break-words">{subject.replaceAll(placeholder, (_, name: string) => `[${name.replaceAll('_', ' ')}]`)}</p>
      )}
      <Link to={'/templates/$template' as string} params={{ template } as never} className={linkLook}>
        {say('to-mail')}
      </Link>
    </div>
  )
}
