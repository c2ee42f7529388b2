// One person: their past as one list, and beside it what is known now: journeys they are in, how near the caps are, attributes, consent, lists.

import { Link, useParams } from '@tanstack/react-router'
import { CircleHelp, Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Badge } from '../../kit/badge.tsx'
import { buttonClasses, IconButton } from '../../kit/button.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Menu } from '../../kit/menu.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { AttributesDialog } from './attributes-dialog.tsx'
import { ConsentDialog } from './consent-dialog.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { ListMembersDialog } from './list-members-dialog.tsx'
import type { Person } from './person.ts'
import { PersonFacts } from './person-facts.tsx'
import { PersonJourneys } from './person-journeys.tsx'
import { PersonPressure } from './person-pressure.tsx'
import { PersonTimeline } from './person-timeline.tsx'
import { SendEventDialog } from './send-event-dialog.tsx'

type Open = 'attributes' | 'consent' | 'event' | 'lists' | 'erase'

/** The page. */
export function PersonPage() {
  const say = useWords('people')
  const { subscriber } = useParams({ strict: false }) as { subscriber: string }
  const person = useAsk('GET /subscribers/{subscriber}', { params: { subscriber } })
  const above = <LinkAbove to="/people">{say('title')}</LinkAbove>
  if (person.data === undefined) {
    return (
      <>
        <PageHeader title={subscriber} above={above} />
        {person.error === null ? <Skeleton lines={8} className="h-9" /> : <Problem problem={person.error} />}
      </>
    )
  }
  return <Shown person={person.data} />
}

function Shown({ person }: { readonly person: Person }) {
  const say = useWords('people')
  const [open, setOpen] = useState<Open>()
  const mayEdit = useMay('editor')
  const mayErase = useMay('owner')
  const id = `#${person.subscriber}`
  const email = person.reached.find(({ channel }) => channel === 'email')?.address
  const title = person.name ?? email ?? person.userIds[0] ?? say('visitor', { number: person.subscriber })
  const close = (): void => setOpen(undefined)
  const badges = (
    <>
      {person.suppressed.some(({ address }) => address === email) && <Badge kind="warn">{say('mail-state.not written to')}</Badge>}
      {person.mailPausedUntil !== null && <Badge kind="warn">{say('mail-paused')}</Badge>}
      <span className="flex items-center text-sm text-soft">
        {id}
        <CopyButton text={person.userIds[0] ?? id} label={say('copy-id')} />
      </span>
    </>
  )
  return (
    <>
      <PageHeader
        title={title}
        badges={badges}
        {...(email === undefined || email === title ? {} : { about: email })}
        above={<LinkAbove to="/people">{say('title')}</LinkAbove>}
        actions={
          <>
            <AsJson value={person} title={title} />
            <Menu
              trigger={
                <IconButton label={say('more')} kind="plain">
                  <Ellipsis aria-hidden />
                </IconButton>
              }
              items={[
                { label: say('edit-attributes'), onSelect: () => setOpen('attributes'), why: mayEdit },
                { label: say('record-consent'), onSelect: () => setOpen('consent'), why: mayEdit },
                { label: say('change-lists'), onSelect: () => setOpen('lists'), why: mayEdit },
                { label: say('send-event'), onSelect: () => setOpen('event'), why: mayEdit },
                { label: say('erase'), onSelect: () => setOpen('erase'), why: mayErase, isDanger: true, isApart: true },
              ]}
            />
            <Link to="/people/$subscriber/why" params={{ subscriber: id }} className={buttonClasses({ kind: 'primary' })}>
              <CircleHelp aria-hidden />
              {say('why')}
            </Link>
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-4 max-lg:grid-cols-1">
        <PersonTimeline subscriber={id} />
        <aside aria-label={say('known')} className="flex min-w-0 flex-col gap-4">
          <PersonJourneys person={person} />
          <PersonPressure person={person} />
          <PersonFacts person={person} />
        </aside>
      </div>
      {open === 'attributes' && <AttributesDialog person={person} onClose={close} />}
      {open === 'consent' && <ConsentDialog person={person} onClose={close} />}
      {open === 'event' && <SendEventDialog subscriber={id} onClose={close} />}
      {open === 'lists' && <ListMembersDialog list="" ids={id} onClose={close} />}
      {open === 'erase' && <EraseDialog subscriber={id} title={title} onClose={close} />}
    </>
  )
}
