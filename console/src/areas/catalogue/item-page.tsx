// One item: its picture, everything that it says, in all its languages, and since when; it is changed and removed here.

import { useParams } from '@tanstack/react-router'
import { Pencil, Trash2 } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { lazy } from '../../kit/lazy.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useMay } from '../../shell/session.ts'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { GoesWith } from './goes-with.tsx'
import { ItemPicture } from './item-picture.tsx'
import { RemoveItem } from './remove-item.tsx'

const ItemDialog = lazy(async () => ({ default: (await import('./item-dialog.tsx')).ItemDialog }))

/** The page. */
export function ItemPage() {
  const say = useWords('catalogue')
  const nameOf = useLanguageNames()
  const { collection = '', item = '' } = useParams({ strict: false }) as { readonly collection?: string; readonly item?: string }
  const { data, error } = useAsk('GET /catalogue/{collection}/items/{id}', { params: { collection, id: item } })
  const { locales, ...attributes } = (data?.attributes ?? {}) as Readonly<Record<string, unknown>>
  const title = typeof attributes['title'] === 'string' ? attributes['title'] : item
  const mayNot = useMay('editor')
  const own = useAsk('GET /catalogue', {}).data?.collections.find((one) => one.collection === collection)
  const [open, setOpen] = useState<'change' | 'remove'>()
  return (
    <>
      <PageHeader
        title={title}
        above={
          <>
            <LinkAbove to="/catalogue">{say('title')}</LinkAbove> ·{' '}
            <LinkAbove to="/catalogue/$collection" params={{ collection }}>
              {collection}
            </LinkAbove>
          </>
        }
        actions={
          data !== undefined && (
            <>
              <CopyButton text={item} label={say('copy-id')} />
              <AsJson value={data} title={title} />
              <Button icon={<Pencil />} why={mayNot} disabled={own === undefined} onClick={() => setOpen('change')}>
                {say('change-item-open')}
              </Button>
              <Button kind="danger-plain" icon={<Trash2 />} why={mayNot} onClick={() => setOpen('remove')}>
                {say('remove-item-open')}
              </Button>
            </>
          )
        }
      />
      {error !== null && <Problem problem={error} />}
      {data === undefined && error === null && <Skeleton lines={6} className="h-8" />}
      {data !== undefined && (
        <div className="flex max-w-3xl flex-col gap-4">
          {data.picture !== null && (
            <Card>
              <ItemPicture page={data.picture} title={say('picture-of', { title })} />
            </Card>
          )}
          <Card>
            <Attributes values={{ id: data.id, ...attributes }} />
            <p className="mt-3 text-sm text-soft">
              {say('changed')} <RelativeTime at={data.changedAt} /> · {say('confirmed')} <RelativeTime at={data.confirmedAt} />
            </p>
          </Card>
          {Object.entries((locales ?? {}) as Record<string, Record<string, unknown>>).map(([locale, values]) => (
            <Card key={locale} title={say('in-language', { locale: nameOf(locale) })}>
              <Attributes values={values} />
            </Card>
          ))}
          <GoesWith collection={collection} id={data.id} />
        </div>
      )}
      {open === 'change' && data !== undefined && own !== undefined && (
        <Suspense>
          <ItemDialog collection={own} item={data} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
      {open === 'remove' && <RemoveItem collection={collection} id={item} title={title} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function Attributes({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-6 gap-y-1.5">
      {Object.entries(values).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="break-words">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
