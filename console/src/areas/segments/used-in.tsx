// Where a segment is used.

import { Link } from '@tanstack/react-router'
import type { AnswerOf } from '../../client/ask.ts'
import { Card } from '../../kit/card.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { useWords } from '../../words/words.ts'

const pages = { journey: '/journeys', segment: '/segments', template: '/templates' } as const

/** Links to every use. */
export function UsedIn({ usedIn }: { readonly usedIn: AnswerOf<'GET /segments/{segment}'>['usedIn'] }) {
  const say = useWords('segments')
  return (
    <Card title={say('used')} className="mt-4">
      {usedIn.length === 0 ? (
        <p className="text-soft">{say('used-nowhere')}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {usedIn.map(({ kind, name }) => (
            <li key={`${kind} ${name}`}>
              <span className="text-soft">{say(`kind.${kind}`)} </span>
              <Link to={`${pages[kind]}/${encodeURIComponent(name)}` as string} className={linkLook}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
