// One item: its picture, everything that it says, in all its languages, and since when.

import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { MailFrame } from '../../kit/mail-frame.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { GoesWith } from './goes-with.tsx'

/** The page. */
export function ItemPage() {
  const say = useWords('catalogue')
  const nameOf = useLanguageNames()
  const { collection = '', item = '' } = useParams({ strict: false }) as { readonly collection?: string; readonly item?: string }
  const { data, error } = useAsk('GET /catalogue/{collection}/items/{id}', { params: { collection, id: item } })
  const { locales, ...attributes } = (data?.attributes ?? {}) as Readonly<Record<string, unknown>>
  const title = typeof attributes['title'] === 'string' ? attributes['title'] : item
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
        badges={<CopyButton text={item} label={say('copy-id')} />}
        actions={data !== undefined && <AsJson value={data} title={title} />}
      />
      {error !== null && <Problem problem={error} />}
      {data === undefined && error === null && <Skeleton lines={6} className="h-8" />}
      {data !== undefined && (
        <div className="flex max-w-3xl flex-col gap-4">
          {data.picture !== null && <Picture page={data.picture} title={say('picture-of', { title })} />}
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
    </>
  )
}

/** Its picture: that of the demo shop at once, that of another server only after a press, since this page asks nobody else by itself. */
function Picture({ page, title }: { readonly page: string; readonly title: string }) {
  const say = useWords('catalogue')
  const [pictures, setPictures] = useState<'own' | 'remote'>('own')
  return (
    <Card>
      <MailFrame page={page} title={title} scheme="light" pictures={pictures} height="15rem" />
      {pictures === 'own' && (
        <Button size="small" className="mt-3" onClick={() => setPictures('remote')}>
          {say('load-picture')}
        </Button>
      )}
    </Card>
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
