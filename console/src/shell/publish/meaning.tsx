// What publishing means: which journeys become which version, what changes in them, who is inside and where they go; and what else changes.

import { type ReactNode, Suspense } from 'react'
import { Badge } from '../../kit/badge.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ChangeList } from './change-list.ts'
import type { Choices } from './follow-publication.ts'
import { People } from './people.tsx'
import type { JourneyChange, JourneyPreview, Preview } from './publish-props.ts'

export interface MeaningProps {
  readonly preview: Preview
  /** False while it is asked anew, after another choice. */
  readonly isFresh: boolean
  readonly choices: Choices
  readonly onChoose: (choices: Choices) => void
  readonly targets: readonly string[]
  readonly drawing: ((changes: readonly JourneyChange[]) => ReactNode) | undefined
}

const kinds = { added: 'good', removed: 'bad', changed: 'accent', moved: 'plain' } as const
/** So many messages that wait are counted at most. */
const mostCounted = 10_000
const signs = { '+': 'added', '~': 'changed', '-': 'removed' } as const

/** The words of it. */
export function Meaning({ preview, isFresh, choices, onChoose, targets, drawing }: MeaningProps) {
  const say = useWords('publish')
  const formats = useFormats()
  const journeys = preview.journeys.filter(({ change }) => change !== 'same')
  const others = [...preview.segments, ...preview.templates]
  const isNothing = journeys.length === 0 && others.length === 0 && !preview.hasWorkspaceChanged
  const changes = journeys.flatMap((one) => one.changes)
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-base font-semibold">{say('means')}</h3>
      {isNothing && <p className="text-base text-soft">{say('same')}</p>}
      {journeys.map((one) => (
        <Journey key={one.journey} journey={one} isOne={journeys.length === 1} isFresh={isFresh} choices={choices} onChoose={onChoose} targets={targets} />
      ))}
      {changes.length > 0 && drawing !== undefined && drawing(changes)}
      {others.length > 0 && (
        <ul className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-base">
          {others.map((line) => {
            const sign = signs[line[0] as keyof typeof signs] ?? 'changed'
            return (
              <li key={line} className="m-0">
                <Badge kind={kinds[sign]}>{say(`change.${sign}`)}</Badge> <span>{line.replace(/^[+~-] /, '')}</span>
              </li>
            )
          })}
        </ul>
      )}
      {preview.hasWorkspaceChanged && <p className="text-base">{say('workspace')}</p>}
      {(preview.putOff ?? 0) > 0 && (
        <p className="rounded-md bg-warn-tint p-2.5 text-base">
          {say('put-off', { count: preview.putOff ?? 0, number: `${formats.number(preview.putOff ?? 0)}${preview.putOff === mostCounted ? '+' : ''}` })}
        </p>
      )}
      {preview.newMemories > 0 && (
        <p className="text-base text-soft">{say('reads-history', { count: preview.logEntries, number: formats.number(preview.logEntries) })}</p>
      )}
      {preview.asked.map(({ code, ...values }, index) => (
        <p key={preview.questions[index]} className="rounded-md bg-warn-tint p-2.5 text-base">
          {say(`asked.${code}`, values)}
        </p>
      ))}
    </section>
  )
}

interface JourneyProps extends Omit<MeaningProps, 'preview' | 'drawing'> {
  readonly journey: JourneyPreview
  /** Its name need not be said. */
  readonly isOne: boolean
}

function Journey({ journey, isOne, isFresh, choices, onChoose, targets }: JourneyProps) {
  const say = useWords('publish')
  const { change, from, to, inside, changes } = journey
  return (
    <div className="flex flex-col gap-3">
      {!isOne && <h4 className="text-base font-medium">{journey.journey}</h4>}
      <p className="text-base">
        {change === 'new' ? say('new') : change === 'retired' ? say('retired') : say('version', { from, to })}{' '}
        {inside > 0 ? say('inside', { count: inside }) : say('nobody')}
      </p>
      {changes.length > 0 && (
        <Suspense fallback={<Skeleton lines={Math.min(4, changes.length)} className="h-5" />}>
          <ChangeList changes={changes} />
        </Suspense>
      )}
      <People journey={journey} isFresh={isFresh} choices={choices} onChoose={onChoose} targets={targets} />
    </div>
  )
}
