// The collections with how many items each has and how its feed stands, and the pools of discount codes.

import { Link } from '@tanstack/react-router'
import { Package } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import { FeedNote } from './feed-note.tsx'
import { Pools } from './pools.tsx'

type Collection = AnswerOf<'GET /catalogue'>['collections'][number]

/** The page. */
export function CataloguePage() {
  const say = useWords('catalogue')
  const { data, error, isPending } = useAsk('GET /catalogue', {})
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} />
      {error !== null && <Problem problem={error} className="mb-3" />}
      {isPending && <Skeleton lines={3} className="h-24" />}
      {data !== undefined && data.collections.length === 0 && (
        <div className="rounded-lg border border-line bg-card">
          <EmptyState icon={<Package />} title={say('empty.title')} command="oncue catalogue import products.csv --collection products">
            {say('empty.about')}
          </EmptyState>
        </div>
      )}
      <div className="grid grid-cols-2 gap-4 max-[64rem]:grid-cols-1">
        {data?.collections.map((collection) => (
          <CollectionCard key={collection.collection} collection={collection} />
        ))}
      </div>
      <Pools />
    </>
  )
}

function CollectionCard({ collection }: { readonly collection: Collection }) {
  const say = useWords('catalogue')
  return (
    <Card
      title={
        <Link to="/catalogue/$collection" params={{ collection: collection.collection }} className={linkLook}>
          {collection.collection}
        </Link>
      }
      aside={<Badge>{say('items', { count: collection.items })}</Badge>}
    >
      {collection.description !== null && <p className="mb-2">{collection.description}</p>}
      <p className="mb-3 text-sm text-soft">{collection.attributes.map(({ attribute }) => attribute).join(', ')}</p>
      <FeedNote collection={collection} />
    </Card>
  )
}
