// The items of one collection: found by words, a page at a time however many there are; and a table of more, from a file.

import { Link, useParams } from '@tanstack/react-router'
import { BellRing, Plus, Settings, Upload } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk, useAskPages } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Input } from '../../kit/input.tsx'
import { lazy } from '../../kit/lazy.ts'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { pagesOf } from '../../kit/pages-of.ts'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { CountNow } from './count-now.tsx'
import { FeedNote } from './feed-note.tsx'
import { UploadItemsDialog } from './upload-items-dialog.tsx'

/** With what reads and writes files, when somebody opens it. */
const TellsDialog = lazy(async () => ({ default: (await import('./tells-dialog.tsx')).TellsDialog }))

const ItemDialog = lazy(async () => ({ default: (await import('./item-dialog.tsx')).ItemDialog }))

const SettingsDialog = lazy(async () => ({ default: (await import('./settings-dialog.tsx')).SettingsDialog }))

type Item = AnswerOf<'GET /catalogue/{collection}/items'>['items'][number]

/** The page. */
export function CollectionPage() {
  const say = useWords('catalogue')
  const formats = useFormats()
  const { collection = '' } = useParams({ strict: false }) as { readonly collection?: string }
  const [find, setFind] = useUrlState('find')
  const [isUploading, setUploading] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const [changing, setChanging] = useState<'tells' | 'settings' | undefined>()
  const [kept, setKept] = useState<string | undefined>()
  const mayNot = useMay('editor')
  const known = useAsk('GET /catalogue', {})
  const own = known.data?.collections.find((one) => one.collection === collection)
  const items = useAskPages('GET /catalogue/{collection}/items', { params: { collection }, query: { limit: 100, find } }, { keepsPrevious: true })
  const upload = (
    <>
      <Button icon={<Upload />} why={mayNot} onClick={() => setUploading(true)}>
        {say('upload-items')}
      </Button>
      <Button icon={<Plus />} why={mayNot} disabled={own === undefined} onClick={() => setAdding(true)}>
        {say('add-item')}
      </Button>
    </>
  )
  const ChangeDialog = changing === 'tells' ? TellsDialog : SettingsDialog
  const isSearch = find.trim() !== ''
  if (items.error?.code === 'not-found')
    return (
      <>
        <PageHeader title={collection} above={<LinkAbove to="/catalogue">{say('title')}</LinkAbove>} />
        <Problem problem={items.error} />
      </>
    )
  return (
    <>
      <PageHeader
        title={collection}
        above={<LinkAbove to="/catalogue">{say('title')}</LinkAbove>}
        badges={own !== undefined && <Badge>{say('items', { count: own.items })}</Badge>}
        description={own?.description ?? undefined}
        actions={
          <>
            <CountNow collection={collection} />
            <Button icon={<BellRing />} why={mayNot} onClick={() => setChanging('tells')}>
              {say('tells.open')}
            </Button>
            <Button icon={<Settings />} why={mayNot} onClick={() => setChanging('settings')}>
              {say('collection.open')}
            </Button>
            {upload}
          </>
        }
      />
      {own !== undefined && own.feedUrl !== null && (
        <div className="mb-4">
          <FeedNote collection={own} />
        </div>
      )}
      <div className="mb-3 w-80 phone:w-full">
        <Input type="search" aria-label={say('find')} placeholder={say('find')} value={find} onChange={({ target: { value } }) => setFind(value)} />
      </div>
      {items.error !== null && <Problem problem={items.error} className="mb-3" />}
      <DataTable
        label={say('items-of', { collection })}
        columns={columnsOf(collection, say, formats)}
        rowKey={({ id }) => id}
        {...(own === undefined || isSearch ? {} : { total: own.items })}
        {...pagesOf(items, (answer) => answer.items)}
        empty={
          isSearch ? (
            <p className="py-10 text-center text-soft">{say('nothing-found')}</p>
          ) : (
            <EmptyState title={say('no-items.title')} actions={upload} command={`oncue catalogue import items.csv --collection ${collection}`}>
              {say('no-items.about')}
            </EmptyState>
          )
        }
      />
      {changing !== undefined && (
        <Suspense>
          <ChangeDialog
            collection={collection}
            onKept={(path) => {
              setChanging(undefined)
              setKept(path)
            }}
            onClose={() => setChanging(undefined)}
          />
        </Suspense>
      )}
      {kept !== undefined && <PublishDialog paths={[kept]} name={collection} onClose={() => setKept(undefined)} />}
      {isAdding && own !== undefined && (
        <Suspense>
          <ItemDialog collection={own} onClose={() => setAdding(false)} />
        </Suspense>
      )}
      {isUploading && <UploadItemsDialog collection={collection} onClose={() => setUploading(false)} />}
    </>
  )
}

function columnsOf(collection: string, say: Say, formats: ReturnType<typeof useFormats>): readonly Column<Item>[] {
  return [
    {
      key: 'title',
      title: say('item'),
      cell: ({ id, attributes }) => (
        <span className="flex min-w-0 flex-col">
          <Link to="/catalogue/$collection/$item" params={{ collection, item: id }} className={classes(linkLook, 'truncate')}>
            {typeof attributes['title'] === 'string' ? attributes['title'] : id}
          </Link>
          <span className="truncate font-mono text-xs text-soft">{id}</span>
        </span>
      ),
    },
    { key: 'price', title: say('price'), width: 'w-32', align: 'end', cell: ({ attributes }) => priceOf(attributes, formats) },
    { key: 'stock', title: say('stock'), width: 'w-28', align: 'end', cell: ({ attributes }) => <Stock stock={attributes['stock']} /> },
    { key: 'changed', title: say('changed'), width: 'w-40', align: 'end', isSecondary: true, cell: ({ changedAt }) => <RelativeTime at={changedAt} /> },
  ]
}

function Stock({ stock }: { readonly stock: unknown }) {
  const say = useWords('catalogue')
  const formats = useFormats()
  if (typeof stock !== 'number') return <span className="text-soft">–</span>
  return stock === 0 ? <Badge kind="warn">{say('sold-out')}</Badge> : formats.number(stock)
}

function priceOf(attributes: Item['attributes'], formats: ReturnType<typeof useFormats>): string {
  const { price, currency } = attributes as { readonly price?: unknown; readonly currency?: unknown }
  if (typeof price !== 'number') return '–'
  return typeof currency === 'string' ? formats.money(price, currency) : formats.number(price)
}
