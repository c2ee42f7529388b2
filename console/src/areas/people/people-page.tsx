// The list of people: found by what they are called, by list, segment and journey, and by whether they can be mailed. All of it stands in the address.

import { Link } from '@tanstack/react-router'
import { ListChecks, Plus, Upload, Users } from 'lucide-react'
import { Suspense, useDeferredValue } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk, useAskPages } from '../../client/use-ask.ts'
import { Address } from '../../kit/address.tsx'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Filters } from '../../kit/filters.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { lazy } from '../../kit/lazy.ts'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { pagesOf } from '../../kit/pages-of.ts'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { type Say, useWords } from '../../words/words.ts'
import { MailBadge } from './mail-badge.tsx'
import { peopleInput } from './people-input.ts'

/** Its form is large, and few open it. */
const AddPersonDialog = lazy(() => import('./add-person-dialog.tsx').then((it) => ({ default: it.AddPersonDialog })))

type Person = AnswerOf<'POST /subscribers/search'>['subscribers'][number]

/** The page. */
export function PeoplePage() {
  const say = useWords('people')
  const mayNot = useMay('editor')
  const [adds, setAdds] = useUrlState('add')
  const [text, setText] = useUrlState('q')
  const [list, setList] = useUrlState('list')
  const [segment, setSegment] = useUrlState('segment')
  const [journey, setJourney] = useUrlState('journey')
  const [mail, setMail] = useUrlState('mail')
  const [overdue, setOverdue] = useUrlState('overdue')
  const asked = useDeferredValue(text)
  const names = useAsk('GET /schema/names', {})
  const lists = useAsk('GET /lists', {})
  const input = peopleInput({ q: asked, list, segment, journey, mail, overdue })
  const people = useAskPages('POST /subscribers/search', input, { keepsPrevious: true })
  const total = people.data?.pages[0]?.total
  const isFiltered = Object.keys(input.body ?? {}).length > 0
  const clear = (): void => {
    for (const set of [setText, setList, setSegment, setJourney, setMail, setOverdue]) set('')
  }
  return (
    <>
      <PageHeader
        title={say('title')}
        about={say('about')}
        actions={
          <>
            <Link to="/people/lists" className={buttonClasses()}>
              <ListChecks aria-hidden />
              {say('lists')}
            </Link>
            <Button kind="primary" icon={<Plus aria-hidden />} why={mayNot} onClick={() => setAdds('1')}>
              {say('add.open')}
            </Button>
          </>
        }
      />
      <Filters
        active={[segment, list, journey, mail, overdue].filter((one) => one !== '').length}
        more={
          <>
            <Choice
              label={say('segment')}
              any={say('any-segment')}
              value={segment}
              onChange={setSegment}
              names={(names.data?.segments ?? []).map(({ name }) => name)}
            />
            <Choice label={say('list')} any={say('any-list')} value={list} onChange={setList} names={(lists.data?.lists ?? []).map((one) => one.list)} />
            <Choice
              label={say('journey')}
              any={say('any-journey')}
              value={journey}
              onChange={setJourney}
              names={(names.data?.journeys ?? []).map(({ name }) => name)}
            />
            <Select aria-label={say('mail')} value={mail} onChange={(event) => setMail(event.target.value)}>
              <option value="">{say('any-mail')}</option>
              {(['can be mailed', 'not written to', 'no address'] as const).map((state) => (
                <option key={state} value={state}>
                  {say(`mail-state.${state}`)}
                </option>
              ))}
            </Select>
            <Select aria-label={say('next-step')} value={overdue} onChange={(event) => setOverdue(event.target.value)}>
              <option value="">{say('any-next-step')}</option>
              <option value="1">{say('overdue')}</option>
            </Select>
          </>
        }
      >
        <Input type="search" aria-label={say('search')} placeholder={say('search-example')} value={text} onChange={(event) => setText(event.target.value)} />
      </Filters>
      {people.error && <Problem problem={people.error} className="mb-3" />}
      <DataTable
        label={say('title')}
        {...pagesOf(people, (answer) => answer.subscribers)}
        {...(total == null ? {} : { total })}
        rowKey={({ subscriber }) => String(subscriber)}
        columns={columnsOf(say)}
        empty={
          isFiltered ? (
            <EmptyState
              icon={<Users />}
              title={say('nobody-fits')}
              actions={
                <button type="button" className={buttonClasses()} onClick={clear}>
                  {say('clear')}
                </button>
              }
            >
              {say('nobody-fits-about')}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<Users />}
              title={say('empty')}
              actions={
                <Link to={'/imports' as string} className={buttonClasses()}>
                  <Upload aria-hidden />
                  {say('to-imports')}
                </Link>
              }
            >
              {say('empty-about')}
            </EmptyState>
          )
        }
      />
      {adds !== '' && mayNot === undefined && (
        <Suspense>
          <AddPersonDialog onClose={() => setAdds('')} />
        </Suspense>
      )}
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly any: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly names: readonly string[]
}

/** What the address names stays to be chosen, also when it is not there (any more). */
function Choice({ label, any, value, onChange, names }: ChoiceProps) {
  const all = value === '' || names.includes(value) ? names : [value, ...names]
  return (
    <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{any}</option>
      {all.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  )
}

function columnsOf(say: Say): readonly Column<Person>[] {
  return [
    {
      key: 'who',
      title: say('who'),
      cell: (person) => (
        <Link to="/people/$subscriber" params={{ subscriber: `#${person.subscriber}` }} className={linkLook}>
          <bdi>{person.name ?? person.email ?? person.userId ?? say('visitor', { number: person.subscriber })}</bdi>
        </Link>
      ),
    },
    {
      key: 'email',
      title: say('address'),
      isWidest: true,
      cell: ({ email }) => (email == null ? <span className="text-soft">–</span> : <Address text={email} />),
    },
    { key: 'mail', title: say('mail'), width: 'w-40', cell: ({ mail }) => <MailBadge state={mail} /> },
    {
      key: 'where',
      title: say('where'),
      cell: ({ segments, lists, journeys }) => (
        <span className="flex gap-1 overflow-hidden">
          {journeys.slice(0, 2).map(({ journey }) => (
            <Badge key={`j ${journey}`} kind="accent">
              {journey}
            </Badge>
          ))}
          {segments.slice(0, 2).map((name) => (
            <Badge key={`s ${name}`}>{name}</Badge>
          ))}
          {lists.slice(0, 2).map((name) => (
            <Badge key={`l ${name}`} kind="teal">
              {name}
            </Badge>
          ))}
        </span>
      ),
      isSecondary: true,
    },
    { key: 'last', title: say('last'), width: 'w-36', wraps: true, cell: ({ lastAt }) => (lastAt === null ? '–' : <RelativeTime at={lastAt} />) },
  ]
}
