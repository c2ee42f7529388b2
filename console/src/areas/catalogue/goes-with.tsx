// What mails recommend with an item: what the same people bought or looked at, with how many, as it was counted last.

import { Link } from '@tanstack/react-router'
import { useAsk } from '../../client/use-ask.ts'
import { Card } from '../../kit/card.tsx'
import { classes } from '../../kit/classes.ts'
import { linkLook } from '../../kit/link-look.ts'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useWords } from '../../words/words.ts'

interface Counted {
  readonly id: string
  readonly title: string | null
  readonly people: number
}

/** Nothing before it was counted. */
export function GoesWith({ collection, id }: { readonly collection: string; readonly id: string }) {
  const say = useWords('catalogue')
  const { data } = useAsk('GET /catalogue/{collection}/recommendations', { params: { collection }, query: { id } })
  if (data === undefined || data.countedAt === null) return null
  return (
    <Card title={say('goes-with')}>
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        <List collection={collection} title={say('bought-together')} counted={data.boughtTogether} />
        <List collection={collection} title={say('viewed-together')} counted={data.viewedTogether} />
      </div>
      <p className="mt-3 text-sm text-soft">
        {say('counted')} <RelativeTime at={data.countedAt} />
      </p>
    </Card>
  )
}

function List({ collection, title, counted }: { readonly collection: string; readonly title: string; readonly counted: readonly Counted[] }) {
  const say = useWords('catalogue')
  return (
    <section>
      <h3 className="text-sm font-medium">{title}</h3>
      {counted.length === 0 ? (
        <p className="text-soft">{say('too-few')}</p>
      ) : (
        <ol className="mt-1">
          {counted.map(({ id, title: name, people }) => (
            <li key={id} className="flex justify-between gap-3 border-b border-line py-1 last:border-b-0">
              <Link to="/catalogue/$collection/$item" params={{ collection, item: id }} className={classes(linkLook, 'min-w-0 truncate')}>
                {name ?? id}
              </Link>
              <span className="shrink-0 text-soft">{say('by-people', { count: people })}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
