// Open sessions, each with its browser, where it was opened and when it was last used.

import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useWords } from '../../words/words.ts'

export interface ListedSession {
  readonly id: string
  readonly isThisOne: boolean
  readonly openedAt: number
  readonly seenAt: number
  readonly from: string | null
  readonly browser: string | null
}

/** <SessionList sessions={sessions} onEnd={(id) => …} /> */
export function SessionList({ sessions, onEnd }: { readonly sessions: readonly ListedSession[]; readonly onEnd?: (id: string) => void }) {
  const say = useWords('settings')
  if (sessions.length === 0) return <p className="text-base text-soft">{say('sessions.none')}</p>
  return (
    <ul className="divide-y divide-line">
      {sessions.map((one) => (
        <li key={one.id} className="flex flex-wrap items-center justify-between gap-2 py-2 text-base">
          <span>
            <span className="font-medium">{one.browser ?? say('sessions.unknown')}</span>
            {one.isThisOne && (
              <span className="ms-2">
                <Badge kind="accent">{say('sessions.this-one')}</Badge>
              </span>
            )}
            <span className="block text-sm text-soft">
              {one.from} · {say('sessions.seen')} <RelativeTime at={one.seenAt} />
            </span>
          </span>
          {onEnd !== undefined && !one.isThisOne && (
            <Button size="small" onClick={() => onEnd(one.id)}>
              {say('sessions.end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
