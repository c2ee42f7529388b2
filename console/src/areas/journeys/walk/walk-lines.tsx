// The way of one person, line by line: what they did, what was decided, and what is to come if they do nothing more.

import { classes } from '../../../kit/classes.ts'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import { saidWords } from '../../decisions/said-words.ts'
import type { Said } from '../../decisions/told.ts'
import { type Tongue, useTongue } from '../../decisions/tongue.ts'
import { valuesInLine } from '../../decisions/values-in-line.ts'
import { StepName } from '../step-name.tsx'
import type { StepNode } from '../step-tree.ts'
import type { WalkLine } from './use-walk.ts'

interface LinesProps {
  readonly lines: readonly WalkLine[]
  readonly isCut: boolean
  /** Of somebody made up: instants are told from here. */
  readonly startAt: number | undefined
  /** What lies after it is to come. */
  readonly nowAt: number | undefined
  /** As it is written in the draft; undefined for one that is not there. */
  readonly stepOf: (id: string) => StepNode | undefined
  readonly onStep: (id: string) => void
}

/** What the rest of the sentence says is worth reading for these. */
const explained = new Set(['not entered', 'refused', 'skipped', 'exited', 'deferred', 'event', 'converted'])
const tones: Readonly<Record<string, string>> = {
  entered: 'bg-good',
  completed: 'bg-good',
  converted: 'bg-good',
  'handed over': 'bg-accent',
  refused: 'bg-warn',
  skipped: 'bg-warn',
  exited: 'bg-warn',
  'not entered': 'bg-warn',
  event: 'bg-line-strong',
}

/** The list. */
export function WalkLines({ lines, isCut, startAt, nowAt, stepOf, onStep }: LinesProps) {
  const say = useWords('journeys')
  const formats = useFormats()
  const tongue = useTongue()
  const when = (at: number): string => (startAt === undefined ? formats.exact(at) : at === startAt ? say('walk.start') : `+ ${formats.duration(at - startAt)}`)
  const firstAhead = nowAt === undefined ? -1 : lines.findIndex(({ at }) => at > nowAt)
  return (
    <ol className="m-0 flex list-none flex-col p-0" aria-label={say('walk.lines')}>
      {isCut && <li className="m-0 pb-2 text-sm text-soft">{say('walk.cut')}</li>}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one answer stay in their order
        <li key={index} className="relative m-0 border-s border-line pb-3 ps-4 last:border-transparent">
          {index === firstAhead && <p className="mb-2 -ms-4 bg-sunken px-2 py-1 text-sm font-medium text-soft">{say('walk.to-come')}</p>}
          <span aria-hidden className={classes('absolute -start-1 mt-1.5 size-2 rounded-full', tones[line.kind] ?? 'bg-soft')} />
          <span className="block text-sm text-soft tabular-nums">{when(line.at)}</span>
          <span className="block text-base">
            {line.event !== null ? line.event : say(`walk.did.${line.kind}`, { until: line.until === null ? '' : when(line.until) })}
            {line.step !== null && (
              <>
                {' '}
                <button type="button" className="min-h-6 rounded-sm text-start text-on-tint hover:underline" onClick={() => onStep(line.step as string)}>
                  <StepName id={line.step} step={stepOf(line.step)} />
                </button>
              </>
            )}
          </span>
          {explained.has(line.kind) && <span className="block text-sm break-words text-soft">{restOf(line, tongue)}</span>}
        </li>
      ))}
    </ol>
  )
}

/** What came with the event, or why it was decided so. */
function restOf({ data, told }: WalkLine, tongue: Tongue): string {
  if (told === null) return data === null || Object.keys(data).length === 0 ? '' : valuesInLine(data)
  const { decision, because } = told
  const reason = typeof decision['reason'] === 'string' ? tongue.say(`reason.${decision['reason']}`) : ''
  const event = decision['kind'] === 'converted' ? String(decision['event']) : ''
  return [event, reason, because === null ? '' : saidWords(because as Said, tongue)].filter((part) => part !== '').join(' · ')
}
