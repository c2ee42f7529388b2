// The collections with how many items each has and how its feed stands, those that are only drafts yet, and the pools of discount codes.

import { Link } from '@tanstack/react-router'
import { Package, Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { answers, refresh, useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { lazy } from '../../kit/lazy.ts'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { FeedNote } from './feed-note.tsx'
import { Pools } from './pools.tsx'

/** Its form is large, and few open it. */
const NewCollectionDialog = lazy(async () => ({ default: (await import('./new-collection-dialog.tsx')).NewCollectionDialog }))

type Collection = AnswerOf<'GET /catalogue'>['collections'][number]

interface Drafted {
  readonly collection: string
  /** The file whose draft holds it. */
  readonly path: string
}

/** The page. */
export function CataloguePage() {
  const say = useWords('catalogue')
  const mayNot = useMay('editor')
  const [isMaking, setMaking] = useState(false)
  const [publishing, setPublishing] = useState<Drafted | undefined>()
  const { data, error, isPending } = useAsk('GET /catalogue', {})
  const folder = useAsk('GET /definitions', {})
  const drafted = (folder.data?.files ?? [])
    .flatMap(({ path, draft, holds }) => (draft === null ? [] : holds.flatMap(({ kind, name }) => (kind === 'collection' ? [{ collection: name, path }] : []))))
    .filter(({ collection }) => data?.collections.every((one) => one.collection !== collection) === true)
  // A button that is drawn before that is known would move away from under whoever presses it.
  const isKnown = !isPending && !folder.isPending
  const isEmpty = isKnown && data?.collections.length === 0 && drafted.length === 0
  const make = (
    <Button icon={<Plus />} why={mayNot ?? folder.data?.locked ?? undefined} onClick={() => setMaking(true)}>
      {say('new-collection.open')}
    </Button>
  )
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} actions={isKnown && !isEmpty && make} />
      {error !== null && <Problem problem={error} className="mb-3" />}
      {!isKnown && <Skeleton lines={3} className="h-24" />}
      {isEmpty && (
        <div className="rounded-lg border border-line bg-card">
          <EmptyState icon={<Package />} title={say('empty.title')} actions={make} command="oncue catalogue import products.csv --collection products">
            {say('empty.about')}
          </EmptyState>
        </div>
      )}
      <div className="grid grid-cols-2 gap-4 max-[64rem]:grid-cols-1">
        {data?.collections.map((collection) => (
          <CollectionCard key={collection.collection} collection={collection} />
        ))}
        {drafted.map(({ collection, path }) => (
          <Card key={collection} title={collection} aside={<Badge kind="accent">{say('new-pool.draft')}</Badge>}>
            <p className="mb-3 text-sm text-soft">{say('new-collection.drafted')}</p>
            <Button size="small" why={mayNot} onClick={() => setPublishing({ collection, path })}>
              {say('new-pool.publish')}
            </Button>
          </Card>
        ))}
      </div>
      <Pools />
      {isMaking && (
        <Suspense>
          <NewCollectionDialog
            onMade={(made) => {
              setMaking(false)
              setPublishing(made)
            }}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      )}
      {publishing !== undefined && (
        <PublishDialog
          paths={[publishing.path]}
          name={publishing.collection}
          onClose={() => setPublishing(undefined)}
          onPublished={() => void refresh(answers, ['/catalogue'])}
        />
      )}
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
