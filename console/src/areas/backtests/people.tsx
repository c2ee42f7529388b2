// People of a report: in short what is about them here, and, when one is opened, their trace: what they did and what each side decided about it, line by line.

import { Link, useParams } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useAsk } from '../../client/use-ask.ts'
import { classes } from '../../kit/classes.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { type Formats, useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { DecisionLine } from '../decisions/decision-line.tsx'
import type { ToldDecision } from '../decisions/told.ts'
import { armName, type Example } from './report.ts'

/** The list; the one that the address names is open. */
export function People({ examples, list }: { readonly examples: readonly Example[]; readonly list: string }) {
  const say = useWords('backtests')
  const formats = useFormats()
  const [opened, setOpened] = useUrlState('person')
  if (examples.length === 0) return <p className="text-soft">{say('detail.nobody')}</p>
  return (
    <ul className="rounded-md border border-line">
      {examples.map(({ subscriber, lines }) => {
        const key = `${list}-${subscriber}`
        const isOpen = opened === key
        return (
          <li key={subscriber} className="border-b border-line last:border-0">
            <button
              type="button"
              aria-expanded={isOpen}
              className="flex min-h-10 w-full flex-wrap items-center gap-x-3 px-3 py-1.5 text-start hover:bg-sunken"
              onClick={() => setOpened(isOpen ? '' : key)}
            >
              <span className="shrink-0 font-medium">{say('people.person', { number: subscriber })}</span>
              <span className="min-w-0 flex-1 truncate text-sm text-soft">{exampleWords(lines[0] ?? '', say, formats)}</span>
              <ChevronDown aria-hidden className={classes('size-4 shrink-0 text-soft', isOpen && 'rotate-180')} />
            </button>
            {isOpen && (
              <div className="flex flex-col gap-3 border-t border-line bg-sunken p-3">
                {lines.length > 1 && (
                  <ul className="m-0 list-none p-0 text-sm">
                    {lines.map((line) => (
                      <li key={line} className="break-words">
                        {exampleWords(line, say, formats)}
                      </li>
                    ))}
                  </ul>
                )}
                <Trace subscriber={subscriber} />
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

interface TraceLineProps {
  readonly line: { readonly at: number; readonly event: string | null; readonly told: Pick<ToldDecision, 'decision'> | null } | undefined
  /** The same in English, as the command line has it. */
  readonly text: string
}

/** What they did, or what was decided and why, with its instant. */
function TraceLine({ line, text }: TraceLineProps) {
  const say = useWords('backtests')
  const formats = useFormats()
  if (line === undefined) return text
  return (
    <>
      <span className="block text-soft tabular-nums">{formats.exact(line.at)}</span>
      {line.told === null ? <span className="font-medium">{say('people.did', { event: line.event })}</span> : <DecisionLine told={line.told as ToldDecision} />}
    </>
  )
}

/** `- 2026-11-21T10:00:00.000Z  cart entered`, as an example of those who differ is noted, or an instant alone. */
function exampleWords(line: string, say: Say, formats: Formats): string {
  const [, sign, at = '', journey, template] = /^(?:([-+]) )?(\d{4}-\S+Z)(?: {2}(.+) (?:entered|sent (.+)))?$/s.exec(line) ?? []
  if (at === '') return line
  const when = formats.exact(Date.parse(at))
  if (journey === undefined) return say('people.in', { when })
  const values = { when, journey, template }
  return `${sign === '-' ? '−' : '+'} ${say(template === undefined ? 'people.entered' : 'people.sent', values)}`
}

/** What happened to one person, on each side; lines that only one side has are marked. */
function Trace({ subscriber }: { readonly subscriber: number }) {
  const say = useWords('backtests')
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const trace = useAsk('GET /backtests/{id}/people/{subscriber}', { params: { id: Number(id), subscriber } })
  if (trace.error) return <Problem problem={trace.error} />
  if (trace.data === undefined) return <Skeleton lines={4} />
  const { arms } = trace.data
  const shared = new Set(arms[0]?.lines.filter((line) => arms.every(({ lines }) => lines.includes(line))))
  // That each side has a program of its own is no difference in what happened.
  const isOwn = (line: string, told: (typeof arms)[number]['told'][number] | undefined): boolean =>
    !shared.has(line) && (told?.told?.decision as { readonly kind?: unknown } | undefined)?.kind !== 'adopted'
  return (
    <>
      <div className={classes('grid gap-4', arms.length > 1 && 'grid-cols-2 max-lg:grid-cols-1')}>
        {arms.map(({ name, lines, told }) => (
          <section key={name} className="min-w-0">
            <h4 className="mb-1 text-sm font-semibold">{armName(name, say)}</h4>
            <ol aria-label={say('people.trace', { number: subscriber, arm: armName(name, say) })} className="m-0 flex list-none flex-col gap-1.5 p-0 text-sm">
              {lines.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand twice
                <li key={index} className={classes('rounded-sm px-1 break-words', isOwn(line, told[index]) && 'bg-warn-tint')}>
                  {isOwn(line, told[index]) && <span className="sr-only">{say('people.only-here')} </span>}
                  <TraceLine line={told[index]} text={line} />
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
      <p className="text-sm">
        <Link to="/people/$subscriber" params={{ subscriber: `#${subscriber}` }} className="text-accent hover:underline">
          {say('people.open')}
        </Link>
      </p>
    </>
  )
}
