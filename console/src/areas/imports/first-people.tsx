// The first rows of a table of people as what they become: who it is, what is known, what they said yes or no to, and the lists they join.

import { type Formats, useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

export interface BecomesPerson {
  readonly userId?: string
  readonly anonymousId?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly lists: readonly string[]
  readonly suppressed?: string
  readonly topics: readonly { readonly topic: string; readonly given: boolean }[]
}

/** Whether a row becomes a person; events look otherwise. */
export function isPerson(becomes: unknown): becomes is BecomesPerson {
  return typeof becomes === 'object' && becomes !== null && 'attributes' in becomes && 'topics' in becomes
}

/** The table; wider than its place it is scrolled by itself. */
export function FirstPeople({ rows }: { readonly rows: readonly { readonly line: number; readonly person: BecomesPerson }[] }) {
  const say = useWords('imports')
  const formats = useFormats()
  const names = [...new Set(rows.flatMap(({ person }) => Object.keys(person.attributes)))]
  const hasId = rows.some(({ person }) => person.userId !== undefined || person.anonymousId !== undefined)
  const hasTopics = rows.some(({ person }) => person.topics.length > 0)
  const hasLists = rows.some(({ person }) => person.lists.length > 0)
  const hasSuppressed = rows.some(({ person }) => person.suppressed !== undefined)
  const headings = [
    say('line-heading'),
    ...(hasId ? [say('uses.userId')] : []),
    ...names,
    ...(hasTopics ? [say('topic')] : []),
    ...(hasLists ? [say('list')] : []),
    ...(hasSuppressed ? [say('uses.suppressed')] : []),
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached by keyboard
    <section className="mt-1 max-h-72 overflow-auto rounded-md border border-line" tabIndex={0} aria-label={say('first-rows')}>
      <table className="w-full text-start text-base">
        <thead className="sticky top-0 bg-sunken text-sm text-soft">
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col" className="px-2.5 py-1.5 text-start font-medium whitespace-nowrap">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, person }) => (
            <tr key={line} className="border-t border-line">
              <td className="px-2.5 py-1.5 text-soft tabular-nums">{formats.number(line)}</td>
              {hasId && <td className="px-2.5 py-1.5 whitespace-nowrap">{person.userId ?? person.anonymousId}</td>}
              {names.map((name) => (
                <td key={name} className="max-w-60 truncate px-2.5 py-1.5">
                  {shown(person.attributes[name], formats)}
                </td>
              ))}
              {hasTopics && (
                <td className="px-2.5 py-1.5 whitespace-nowrap">
                  {person.topics.map(({ topic, given }) => say(given ? 'said-yes' : 'said-no', { topic })).join(', ')}
                </td>
              )}
              {hasLists && <td className="px-2.5 py-1.5">{person.lists.join(', ')}</td>}
              {hasSuppressed && <td className="px-2.5 py-1.5">{person.suppressed}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** An instant is kept in UTC and read where the reader is. */
function shown(value: unknown, formats: Formats): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return formats.dateTime(Date.parse(value))
  return value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}
