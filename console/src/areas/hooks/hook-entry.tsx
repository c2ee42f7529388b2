// What one entry of a hook takes, and what it may write: an event with its properties, and attributes of the person.

import type { AnswerOf } from '../../client/ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

export type Entry = AnswerOf<'GET /hooks'>['hooks'][number]['take'][number]

/** <HookEntry entry={entry} place={1} />; place is counted from 1. */
export function HookEntry({ entry, place }: { readonly entry: Entry; readonly place: number }) {
  const say = useWords('hooks')
  const formats = useFormats()
  const written = [
    { title: say('entry.who'), names: entry.who },
    { title: say('entry.properties'), names: entry.properties },
    { title: say('entry.attributes'), names: entry.attributes },
  ].filter(({ names }) => names.length > 0)
  return (
    <>
      <h3 className="mb-1 flex flex-wrap items-center gap-2 text-base font-medium">
        {say('entry.title', { place })} <Badge kind={entry.event === null ? 'plain' : 'accent'}>{entry.event ?? say('only-attributes')}</Badge>
      </h3>
      <dl className="grid grid-cols-[10rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm phone:grid-cols-1">
        <dt className="text-soft">{say('entry.takes')}</dt>
        <dd className="min-w-0 break-words">
          {entry.if.length === 0 && say('entry.every')}
          {entry.if.map(({ path, oneOf }) => (
            <code key={path} className="me-3">
              {path} = {oneOf.map(String).join(' | ')}
            </code>
          ))}
        </dd>
        {written.map(({ title, names }) => (
          <div key={title} className="contents">
            <dt className="text-soft">{title}</dt>
            <dd className="min-w-0 break-words">{formats.list([...names])}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
