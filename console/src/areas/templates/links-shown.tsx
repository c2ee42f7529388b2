// Where the links of a mail lead, with what each carries for web analytics. Nothing here can be followed by mistake: a mail that is being written may
// lead anywhere.

import { EmptyState } from '../../kit/empty-state.tsx'
import { useWords } from '../../words/words.ts'
import type { Preview } from './problem-list.tsx'

type Mail = NonNullable<Preview['mail']>

/** The list, in the order of the mail. */
export function LinksShown({ mail }: { readonly mail: Mail }) {
  const say = useWords('templates')
  const { links, sentBy } = mail
  if (links.length === 0) return <EmptyState title={say('links.none')}>{say('links.none-about')}</EmptyState>
  const isMarked = links.some(({ target }) => parametersOf(target).length > 0)
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-soft">
        {sentBy === null ? say('links.sent-by-none') : say('links.sent-by', sentBy)} {!isMarked && say('links.unmarked')}
      </p>
      <ol className="m-0 flex list-none flex-col overflow-hidden rounded-md border border-line bg-card p-0">
        {links.map(({ target, name }) => (
          <li key={`${name} ${target}`} className="flex flex-col gap-1.5 border-b border-line px-3 py-2.5 last:border-b-0">
            {name !== null && <span className="font-medium">{name}</span>}
            <span className="break-all">{withoutParameters(target)}</span>
            {parametersOf(target).length > 0 && (
              <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
                {parametersOf(target).map(([key, value]) => (
                  <div key={key} className="flex gap-1.5">
                    <dt className="text-soft">{key}</dt>
                    <dd className="font-medium break-all">{value}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** The UTM parameters of an address, which need not be a valid one. */
function parametersOf(target: string): readonly (readonly [string, string])[] {
  if (!URL.canParse(target)) return []
  return [...new URL(target).searchParams].filter(([key]) => isParameter(key))
}

/** The address as it is without them, to the character. */
function withoutParameters(target: string): string {
  const [page = '', fragment] = target.split(/(?=#)/, 2)
  const [path, query] = [page.split('?', 1)[0], page.includes('?') ? page.slice(page.indexOf('?') + 1) : '']
  const kept = query.split('&').filter((one) => one !== '' && !isParameter(one))
  return `${path}${kept.length === 0 ? '' : `?${kept.join('&')}`}${fragment ?? ''}`
}

function isParameter(key: string): boolean {
  return /^utm_/i.test(key)
}
