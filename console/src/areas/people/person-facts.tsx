// What is known of somebody now: attributes, consent with how it came about, lists and segments, the cart, and the ids they go by.

import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { classes } from '../../kit/classes.ts'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { LiftDialog } from './lift-dialog.tsx'
import type { Person } from './person.ts'

/** <PersonFacts person={person} /> */
export function PersonFacts({ person }: { readonly person: Person }) {
  const say = useWords('people')
  const formats = useFormats()
  const mayEdit = useMay('editor')
  const [lifting, setLifting] = useState<Person['suppressed'][number] | undefined>()
  const attributes = Object.entries(person.attributes)
  const items = person.carts.flatMap((cart) => (cart['items'] ?? []) as readonly { product: string; name?: string; quantity: number; price: number }[])
  return (
    <>
      <Card title={say('attributes')}>
        {attributes.length === 0 ? (
          <p className="text-soft">{say('attributes-none')}</p>
        ) : (
          <Facts rows={attributes.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])} />
        )}
      </Card>
      <Card title={say('consent')}>
        {person.topics.length === 0 && <p className="text-soft">{say('consent-none')}</p>}
        <ul className="flex flex-col gap-2">
          {person.topics.map((said) => (
            <li key={`${said.topic} ${said.channel}`}>
              <span className="flex items-center gap-2">
                <span className="font-medium">{said.topic}</span>
                <Badge>{said.channel}</Badge>
                <Badge kind={said.subscribed ? 'good' : 'warn'}>{say(said.subscribed ? 'said-yes' : 'said-no')}</Badge>
              </span>
              <p className="text-sm break-words text-soft">
                {formats.dateTime(said.at)}
                {evidenceOf(said.evidence).map(([name, value]) => ` · ${say(`evidence.${name}`)}: ${value}`)}
              </p>
            </li>
          ))}
          {person.asked.map((ask) => (
            <li key={ask.at} className="text-sm text-soft">
              {say('asked', { topics: formats.list([...ask.topics]), until: formats.dateTime(ask.expiresAt) })}
            </li>
          ))}
          {person.suppressed.map((one) => (
            <li key={one.address} className="text-sm text-warn">
              {say('suppressed', { address: one.address, reason: one.reason, since: formats.date(one.at) })}
              {one.address === person.reached.find(({ channel }) => channel === 'email')?.address.toLowerCase() && (
                <Button size="small" className="mt-1" why={mayEdit} onClick={() => setLifting(one)}>
                  {say('lift.open')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Card>
      {lifting !== undefined && <LiftDialog person={person} suppression={lifting} onClose={() => setLifting(undefined)} />}
      <Card title={say('segments-and-lists')}>
        {person.segments.length + person.lists.length === 0 && <p className="text-soft">{say('where-none')}</p>}
        <span className="flex flex-wrap gap-1.5">
          {person.segments.map((segment) => (
            <Link key={segment} to="/people" search={{ segment } as never}>
              <Badge>{segment}</Badge>
            </Link>
          ))}
          {person.lists.map(({ list }) => (
            <Link key={list} to="/people" search={{ list } as never}>
              <Badge kind="teal">{list}</Badge>
            </Link>
          ))}
        </span>
      </Card>
      {items.length > 0 && (
        <Card title={say('cart')}>
          <Facts rows={items.map((item) => [item.name ?? item.product, `${formats.number(item.quantity)} × ${formats.number(item.price)}`])} />
        </Card>
      )}
      <Card title={say('ids')}>
        <Facts
          rows={[
            ...person.userIds.map((id) => ['userId', id] as const),
            ...person.anonymousIds.slice(0, 10).map((id) => ['anonymousId', id] as const),
            ...person.reached.map(({ channel, address }) => [channel, address] as const),
            [say('first-seen'), formats.dateTime(person.firstSeenAt)],
            ...(person.tracking === null ? [] : [[say('tracking'), say(person.tracking.allowed ? 'said-yes' : 'said-no')] as const]),
          ]}
        />
      </Card>
    </>
  )
}

function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="m-0 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
      {rows.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of equal names in a fixed order
        <div key={`${name} ${index}`} className="contents">
          <dt className={classes('wrap-anywhere text-soft', isLong(name, value) && 'col-span-2')}>{name}</dt>
          <dd className={classes('m-0 wrap-anywhere', isLong(name, value) ? 'col-span-2' : 'text-end')}>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What takes several lines has the whole width, and begins where lines begin. */
function isLong(name: string, value: ReactNode): boolean {
  return name.length > 30 || (typeof value === 'string' && value.length > 60)
}

function evidenceOf(evidence: Readonly<Record<string, unknown>> | null): readonly (readonly [string, string])[] {
  return (['page', 'wording', 'ip', 'address'] as const).flatMap((name) => (typeof evidence?.[name] === 'string' ? [[name, evidence[name]] as const] : []))
}
