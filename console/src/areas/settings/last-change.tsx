// Who published a file last, and when, from the log of changes; with the way to the rest of it. It says nothing where the log does not reach that far.

import { Link } from '@tanstack/react-router'
import { useAsk } from '../../client/use-ask.ts'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useWords } from '../../words/words.ts'

const lookedThrough = 100

/** One line. */
export function LastChange({ path }: { readonly path: string }) {
  const say = useWords('settings')
  const log = useAsk('GET /audit', { query: { did: 'publishDrafts', limit: lookedThrough } })
  const last = log.data?.entries.find(({ details, open }) => !open && details['dryRun'] !== true && isAbout(details['paths'], path))
  if (last === undefined) return null
  return (
    <span className="ms-auto text-sm text-soft phone:ms-0">
      {say('policy.changed', { by: last.admin })} <RelativeTime at={last.at} /> ·{' '}
      <Link to="/settings/audit" search={{ did: 'publishDrafts' }} className="text-accent underline">
        {say('policy.changes')}
      </Link>
    </span>
  )
}

/** A publication of everything names no files. */
function isAbout(paths: unknown, path: string): boolean {
  return paths === undefined || (Array.isArray(paths) && paths.includes(path))
}
