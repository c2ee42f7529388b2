// The collections with how many items each has and how its feed stands, and the pools of discount codes.

import { Link } from '@tanstack/react-router'
import { Package, Upload } from 'lucide-react'
import { useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { FeedNote } from './feed-note.tsx'
import { UploadCodesDialog } from './upload-codes-dialog.tsx'

type Collection = AnswerOf<'GET /catalogue'>['collections'][number]
type Pool = AnswerOf<'GET /codes'>['pools'][number]

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

function Pools() {
  const say = useWords('catalogue')
  const formats = useFormats()
  const mayNot = useMay('editor')
  const [uploading, setUploading] = useState<string | undefined>()
  const { data, error, isPending } = useAsk('GET /codes', {})
  const columns: readonly Column<Pool>[] = [
    { key: 'pool', title: say('pool'), cell: ({ pool }) => <span className="font-medium">{pool}</span> },
    { key: 'source', title: say('source'), width: 'w-40', cell: ({ source }) => say(`source-${source}`) },
    { key: 'for', title: say('one-for'), width: 'w-40', isSecondary: true, cell: (pool) => say(`for-${pool.for}`) },
    { key: 'given', title: say('given'), width: 'w-28', align: 'end', cell: ({ given }) => formats.number(given) },
    {
      key: 'left',
      title: say('left'),
      width: 'w-36',
      align: 'end',
      cell: ({ left }) => (left === null ? say('endless') : left === 0 ? <Badge kind="bad">{say('none-left')}</Badge> : formats.number(left)),
    },
    {
      key: 'upload',
      title: '',
      width: 'w-36',
      align: 'end',
      cell: ({ pool, source }) =>
        source === 'uploaded' ? (
          <Button size="small" icon={<Upload />} why={mayNot} onClick={() => setUploading(pool)}>
            {say('upload')}
          </Button>
        ) : null,
    },
  ]
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-lg font-semibold">{say('codes')}</h2>
      {error !== null && <Problem problem={error} className="mb-3" />}
      <DataTable
        label={say('codes')}
        columns={columns}
        rows={data?.pools ?? []}
        rowKey={({ pool }) => pool}
        isLoading={isPending}
        empty={
          <EmptyState title={say('no-codes.title')} command="oncue codes upload POOL codes.csv">
            {say('no-codes.about')}
          </EmptyState>
        }
      />
      {uploading !== undefined && <UploadCodesDialog pool={uploading} onClose={() => setUploading(undefined)} />}
    </section>
  )
}
