// What differs between two versions of a journey, a line for each: what kind of change, at which step, and what it says.

import { Badge } from '../../../kit/badge.tsx'
import type { JourneyChange } from '../../../shell/publish/publish-props.ts'
import { useChangeTongue } from './change-tongue.ts'
import { changeWords } from './change-words.ts'

const kinds = { added: 'good', removed: 'bad', changed: 'accent', moved: 'plain' } as const

/** The list; nothing without changes. */
export function ChangeList({ changes }: { readonly changes: readonly JourneyChange[] }) {
  const tongue = useChangeTongue()
  if (changes.length === 0) return null
  return (
    <ul className="m-0 flex list-none flex-col gap-1 p-0 text-base">
      {changes.map((one) => (
        <li key={`${one.kind} ${one.step} ${one.words}`} className="m-0 break-words">
          <Badge kind={kinds[one.kind]}>{tongue.sayJourney(`change.${one.kind}`)}</Badge> {one.step !== null && <code className="text-sm">{one.step}</code>}{' '}
          {changeWords(one.said, tongue)}
        </li>
      ))}
    </ul>
  )
}
