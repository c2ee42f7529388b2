// Events as they arrive: who, what, and which journeys it moved. Filters stand in the address; one event is opened beside the list.

import { Link } from '@tanstack/react-router'
import { Pause, Play, Radio, TriangleAlert } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { addressOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { classes } from '../../kit/classes.ts'
import { after } from '../../kit/clock.ts'
import { Combobox } from '../../kit/combobox.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { SendLine } from '../../shell/send-line.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { SaidSentence } from '../decisions/said-sentence.tsx'
import { LiveDetail } from './live-detail.tsx'
import { keyOf, type Shown } from './live-item.ts'
import { useLiveEvents } from './use-live-events.ts'

const sources = ['browser', 'server', 'import', 'report'] as const

/** The page. */
export function LivePage() {
  const say = useWords('live')
  const [event, setEvent] = useUrlState('event')
  const [person, setPerson] = useUrlState('person')
  const [source, setSource] = useUrlState('source')
  const [chosen, setChosen] = useUrlState('open')
  const who = useDeferredValue(person.trim())
  const schema = useAsk('GET /schema', {})
  const letters = useAsk('GET /dead-letters', { query: { limit: 1 } }, { everyMs: 15_000 })
  const filters = { event, person: who, source: source as 'server', recent: 50 }
  const live = useLiveEvents(addressOf('GET /events/live', { query: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) }))
  const { still, hold, release } = useStillWhilePointed(live.items)
  const shown = still ?? live.items
  const held = still === undefined ? 0 : live.items.filter((item) => !still.includes(item)).length
  const opened = live.items.find((item) => keyOf(item) === chosen)
  const events = (schema.data?.events ?? []).map(({ name }) => ({ value: name }))
  return (
    <>
      <PageHeader
        title={say('title')}
        about={say('about')}
        badges={<Badge kind={live.line === 'open' ? 'good' : 'warn'}>{say(`line.${live.line}`)}</Badge>}
        actions={
          <>
            <Link to="/live/refused" className={buttonClasses()}>
              <TriangleAlert aria-hidden />
              {say('refused')}
              {(letters.data?.letters.length ?? 0) > 0 && <span className="size-2 rounded-full bg-bad" role="img" aria-label={say('some-refused')} />}
            </Link>
            {live.isPaused ? (
              <Button kind="primary" icon={<Play aria-hidden />} onClick={live.goOn}>
                {live.held === 0 ? say('go-on') : say('go-on-held', { count: live.held })}
              </Button>
            ) : (
              <Button icon={<Pause aria-hidden />} onClick={live.pause}>
                {say('pause')}
              </Button>
            )}
          </>
        }
      />
      <search className="mb-3 grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_12rem] gap-2 phone:grid-cols-1">
        <Combobox label={say('event')} placeholder={say('event-example')} value={event} onChange={setEvent} suggestions={events} isFree />
        <Input
          type="search"
          aria-label={say('person')}
          placeholder={say('person-example')}
          value={person}
          onChange={(change) => setPerson(change.target.value)}
        />
        <Select aria-label={say('source')} value={source} onChange={(change) => setSource(change.target.value)}>
          <option value="">{say('any-source')}</option>
          {sources.map((one) => (
            <option key={one} value={one}>
              {say(`source-of.${one}`)}
            </option>
          ))}
        </Select>
      </search>
      <Sources />
      {live.skipped > 0 && <p className="mb-2 text-sm text-soft">{say('skipped', { count: live.skipped })}</p>}
      <p className="mb-1 min-h-5 text-sm text-soft max-lg:hidden">{held > 0 && say('held', { count: held })}</p>
      {live.items.length === 0 ? (
        <Waiting />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)_26rem] items-start gap-4 max-lg:grid-cols-1">
          <Card isFlush>
            <ol
              aria-label={say('title')}
              className="divide-y divide-line"
              onPointerMove={(event) => event.pointerType === 'mouse' && hold()}
              onPointerLeave={release}
            >
              {shown.map((item) => (
                <Row key={keyOf(item)} item={item} isOpen={keyOf(item) === chosen} onOpen={() => setChosen(keyOf(item) === chosen ? '' : keyOf(item))} />
              ))}
            </ol>
          </Card>
          <aside aria-label={say('opened')} className="sticky top-20 min-w-0 max-lg:static max-lg:order-first">
            {opened === undefined ? <p className="p-4 text-soft max-lg:hidden">{say('choose')}</p> : <LiveDetail item={opened} />}
          </aside>
        </div>
      )}
    </>
  )
}

/** How long after the last move of the pointer the list goes on. */
const restMs = 3000

/** The list as it stood when somebody began to point at it: a row that moves away cannot be clicked. A pointer that only rests there holds nothing. */
function useStillWhilePointed(items: readonly Shown[]) {
  const [still, setStill] = useState<readonly Shown[]>()
  const forget = useRef(() => {})
  const release = (): void => {
    forget.current()
    setStill(undefined)
  }
  const hold = (): void => {
    forget.current()
    forget.current = after(restMs, () => setStill(undefined))
    setStill((held) => held ?? items)
  }
  useEffect(() => () => forget.current(), [])
  return { still, hold, release }
}

function Row({ item, isOpen, onOpen }: { readonly item: Shown; readonly isOpen: boolean; readonly onOpen: () => void }) {
  const say = useWords('live')
  const formats = useFormats()
  const isEvent = item.kind === 'event'
  const journeys = isEvent ? [...new Set(item.matched.flatMap(({ kind, journey }) => (kind === 'entered' && journey !== null ? [journey] : [])))] : []
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onOpen}
        className={classes('flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 text-start hover:bg-sunken/60', isOpen && 'bg-tint')}
      >
        <time dateTime={new Date(item.receivedAt).toISOString()} className="w-24 shrink-0 text-sm text-soft phone:w-auto">
          {formats.time(item.receivedAt)}
        </time>
        <span className="min-w-0 flex-1 truncate font-medium phone:order-first phone:basis-full">
          {isEvent ? item.name : <SaidSentence said={item.said} />}
        </span>
        {isEvent ? (
          <>
            <span className="min-w-0 truncate text-sm text-soft">{item.calledBy ?? item.userId ?? item.anonymousId ?? `#${item.subscriber}`}</span>
            {journeys.map((journey) => (
              <Badge key={journey} kind="accent">
                {say('entered', { journey })}
              </Badge>
            ))}
            {journeys.length === 0 && item.matched.length > 0 && <Badge>{say('matched', { count: item.matched.length })}</Badge>}
            {item.source !== 'server' && <Badge kind="teal">{say(`source-of.${item.source}`)}</Badge>}
          </>
        ) : (
          <Badge kind="bad">{say('was-refused')}</Badge>
        )}
      </button>
    </li>
  )
}

/** When each key last sent something: a source that has gone silent is seen here. */
function Sources() {
  const say = useWords('live')
  const formats = useFormats()
  const sources = useAsk('GET /sources', {}, { everyMs: 15_000 })
  const all = sources.data?.sources ?? []
  if (all.length === 0) return null
  return (
    <ul aria-label={say('sources')} className="mb-3 flex flex-wrap gap-x-5 gap-y-1 text-sm text-soft">
      {all.map((one) => (
        <li key={one.name}>
          <SourceName name={one.name} /> {say('last-sent')} <RelativeTime at={one.lastSeenAt} /> · {formats.short(one.accepted)}
          {one.refused > 0 && <span className="text-bad"> · {say('refused-count', { count: one.refused })}</span>}
        </li>
      ))}
    </ul>
  )
}

/** A hook has a page of its own. */
function SourceName({ name }: { readonly name: string }) {
  const hook = /^hook (.+)$/.exec(name)?.[1]
  if (hook === undefined) return <span className="font-medium text-ink">{name}</span>
  return (
    <Link to="/developers/hooks/$hook" params={{ hook }} className={linkLook}>
      {name}
    </Link>
  )
}

/** Nothing came yet: how to send something, ready to be copied. */
function Waiting() {
  const say = useWords('live')
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center gap-3 px-4 py-12 text-center">
      <div className="grid size-12 animate-[breathe_1.6s_ease-in-out_infinite] place-items-center rounded-full bg-tint text-on-tint">
        <Radio aria-hidden className="size-6" />
      </div>
      <h2 className="text-lg font-semibold">{say('waiting')}</h2>
      <p className="text-soft">{say('waiting-about')}</p>
      <SendLine event="Product Viewed" properties={{ product_id: 'p1' }} />
    </div>
  )
}
