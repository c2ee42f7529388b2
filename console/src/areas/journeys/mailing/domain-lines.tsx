// The lines about sending domains that do not let everything out at once, each with the way to what can be done.

import { Link } from '@tanstack/react-router'
import { useAsk } from '../../../client/use-ask.ts'
import { linkLook } from '../../../kit/link-look.ts'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import { domainNotes } from './domain-notes.ts'

/** Nothing where all goes out. */
export function DomainLines() {
  const say = useWords('mailing')
  const formats = useFormats()
  const domains = useAsk('GET /domains', {}, { everyMs: 30_000 }).data?.domains ?? []
  return domainNotes(domains).map(({ domain, key, count, again }) => (
    <p key={domain} className="text-base">
      {say(`domain.${key}`, { domain, count, ...(again === undefined ? {} : { again: formats.dateTime(again) }) })}{' '}
      <Link to={'/settings/sending' as string} className={linkLook}>
        {say('domain.how')}
      </Link>
    </p>
  ))
}
