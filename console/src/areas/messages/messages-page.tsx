// The archive as a list: everything that was decided to be sent, also what was not sent, each with what became of it and why. All filters stand in the
// address.

import { Link } from '@tanstack/react-router'
import { Mail } from 'lucide-react'
import { useDeferredValue } from 'react'
import type { AnswerOf, InputOf } from '../../client/ask.ts'
import { useAsk, useAskPages } from '../../client/use-ask.ts'
import { Address } from '../../kit/address.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { periodOf } from '../../kit/days.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Filters } from '../../kit/filters.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { pagesOf } from '../../kit/pages-of.ts'
import { Problem } from '../../kit/problem.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { useStepNames } from '../../shell/use-step-names.ts'
import { type Say, useWords } from '../../words/words.ts'
import { isOwnJourney, journeyName } from '../decisions/own-journeys.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said } from '../decisions/told.ts'
import { type Tongue, useTongue } from '../decisions/tongue.ts'
import { MessageState } from './message-state.tsx'

type Query = NonNullable<InputOf<'GET /messages'>['query']>
type Message = AnswerOf<'GET /messages'>['messages'][number]

const statuses = ['waiting', 'handing over', 'sent', 'failed', 'refused', 'unknown'] as const
const reports = ['delivered', 'opened', 'opened by human', 'clicked', 'clicked by human', 'bounced', 'complained', 'closed'] as const
const channels = ['email', 'sms', 'popup', 'webhook'] as const
const reasons = [
  'unsubscribed',
  'no consent',
  'suppressed',
  'capped',
  'condition not met',
  'expired',
  'holdout',
  'mail paused',
  'no address',
  'exited',
  'stopped',
  'stale',
  'not in catalogue',
  'no code',
] as const

const filters = ['subject', 'person', 'status', 'reason', 'did', 'channel', 'journey', 'step', 'template', 'since', 'from', 'until'] as const

/** The page. */
export function MessagesPage() {
  const say = useWords('messages')
  const tongue = useTongue()
  const change = useUrlChange()
  const [subject, setSubject] = useUrlState('subject')
  const [person, setPerson] = useUrlState('person')
  const [status, setStatus] = useUrlState('status')
  const [reason, setReason] = useUrlState('reason')
  const [did, setDid] = useUrlState('did')
  const [channel, setChannel] = useUrlState('channel')
  const [journey] = useUrlState('journey')
  const [step, setStep] = useUrlState('step')
  const [since, setSince] = useUrlState('since')
  const [template, setTemplate] = useUrlState('template')
  const [from, setFrom] = useUrlState('from')
  const [until, setUntil] = useUrlState('until')
  const names = useAsk('GET /schema/names', {})
  const words = useDeferredValue(subject.trim())
  const who = useDeferredValue(person.trim())
  const period = periodOf(from, until)
  const days = { from: String(period.from ?? ''), until: String(period.before ?? '') }
  const asked = {
    ...(words === '' ? {} : { subject: words }),
    ...whoOf(who),
    status,
    reason,
    did,
    channel,
    journey,
    step: journey === '' ? '' : step,
    template,
    since,
    ...days,
  }
  const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== '')) as Query
  const messages = useAskPages('GET /messages', { query: { ...query, limit: 100 } }, { keepsPrevious: true, everyMs: 20_000 })
  const isFiltered = Object.keys(query).length > 0
  // Nobody has the id that was typed so far: that is no mistake, nothing was found.
  const isUnknownPerson = messages.error?.code === 'not-found'
  const clear = (): void => change(Object.fromEntries(filters.map((name) => [name, ''])))
  const empty = isFiltered ? (
    <EmptyState icon={<Mail />} title={say('nothing-fits')} actions={<Button onClick={clear}>{say('clear')}</Button>}>
      {say('nothing-fits-about')}
    </EmptyState>
  ) : (
    <EmptyState icon={<Mail />} title={say('empty')} command="oncue messages">
      {say('empty-about')}
    </EmptyState>
  )
  return (
    <>
      <PageHeader
        title={say('title')}
        about={say('about')}
        actions={
          <>
            {isFiltered && <Button onClick={clear}>{say('clear')}</Button>}
            <Link to="/corrections" className={buttonClasses()}>
              {say('correct')}
            </Link>
          </>
        }
      />
      <Filters
        folds="everywhere"
        active={[reason, did, channel, journey, step, template, since, from, until].filter((one) => one !== '').length}
        more={
          <>
            <Choice
              label={say('not-sent')}
              any={say('any-reason')}
              value={reason}
              onChange={setReason}
              options={reasons.map((one) => [one, tongue.say(`reason.${one}`)])}
            />
            <Choice label={say('did')} any={say('any-did')} value={did} onChange={setDid} options={reports.map((one) => [one, say(`state.${one}`)])} />
            <Choice
              label={say('channel')}
              any={say('any-channel')}
              value={channel}
              onChange={setChannel}
              options={channels.map((one) => [one, say(`channel-name.${one}`)])}
            />
            <Choice
              label={say('journey')}
              any={say('any-journey')}
              value={journey}
              onChange={(next) => change({ journey: next, step: '' })}
              options={(names.data?.journeys ?? []).map(({ name }) => [name, name])}
            />
            {journey !== '' && <StepChoice journey={journey} value={step} onChange={setStep} />}
            <Choice
              label={say('template')}
              any={say('any-template')}
              value={template}
              onChange={setTemplate}
              options={(names.data?.templates ?? []).map(({ name }) => [name, name])}
            />
            {since !== '' && (
              <div className="flex items-center gap-2 text-sm whitespace-nowrap text-soft">
                <span aria-hidden>{say('since')}</span>
                <Input type="date" aria-label={say('since')} value={since} onChange={(event) => setSince(event.target.value)} />
              </div>
            )}
            <div className="flex items-center gap-2 text-sm whitespace-nowrap text-soft">
              <span aria-hidden>{say('from')}</span>
              <Input type="date" aria-label={say('from')} value={from} onChange={(event) => setFrom(event.target.value)} />
            </div>
            <div className="flex items-center gap-2 text-sm whitespace-nowrap text-soft">
              <span aria-hidden>{say('until')}</span>
              <Input type="date" aria-label={say('until')} value={until} onChange={(event) => setUntil(event.target.value)} />
            </div>
          </>
        }
      >
        <Input
          type="search"
          aria-label={say('subject')}
          placeholder={say('subject-example')}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
        <Input
          type="search"
          aria-label={say('person')}
          placeholder={say('person-example')}
          value={person}
          onChange={(event) => setPerson(event.target.value)}
        />
        <Choice label={say('status')} any={say('any-status')} value={status} onChange={setStatus} options={statuses.map((one) => [one, say(`state.${one}`)])} />
      </Filters>
      {messages.error && !isUnknownPerson && <Problem problem={messages.error} className="mb-3" />}
      {isUnknownPerson ? (
        empty
      ) : (
        <DataTable
          label={say('title')}
          {...pagesOf(messages, (answer) => answer.messages)}
          rowKey={({ key }) => key}
          columns={columnsOf(say, tongue)}
          empty={empty}
        />
      )}
    </>
  )
}

/** An address is looked for among those that it went to; anything else names a person. */
function whoOf(text: string): Pick<Query, 'person' | 'address'> {
  if (text === '') return {}
  return text.includes('@') || /^\+\d{5,}$/.test(text) ? { address: text } : { person: text }
}

/** The steps of a journey that send, called what the journey calls them. */
function StepChoice({ journey, ...choice }: Pick<ChoiceProps, 'value' | 'onChange'> & { readonly journey: string }) {
  const say = useWords('messages')
  const names = useStepNames(isOwnJourney(journey) ? '' : journey)
  const options = [...names].flatMap(([id, { words, sends }]) => (sends ? [[id, words.includes(id) ? words : `${words} · ${id}`] as const] : []))
  return <Choice label={say('step')} any={say('any-step')} options={options} {...choice} />
}

interface ChoiceProps {
  readonly label: string
  readonly any: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly (readonly [value: string, label: string])[]
}

/** What the address names stays to be chosen, also when it is not there (any more). */
function Choice({ label, any, value, onChange, options }: ChoiceProps) {
  const all = value === '' || options.some(([one]) => one === value) ? options : [[value, value] as const, ...options]
  return (
    <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{any}</option>
      {all.map(([one, title]) => (
        <option key={one} value={one}>
          {title}
        </option>
      ))}
    </Select>
  )
}

function columnsOf(say: Say, tongue: Tongue): readonly Column<Message>[] {
  return [
    {
      key: 'subject',
      title: say('subject'),
      isWidest: true,
      cell: ({ key, archived, template, channel, journey }) => (
        <span className="flex min-w-0 flex-col">
          <Link to="/messages/$message" params={{ message: key }} className={classes(linkLook, 'truncate')}>
            <bdi>{archived?.subject || template || say(`channel-name.${channel}`)}</bdi>
          </Link>
          <span className="truncate text-sm text-soft">{journeyName(journey, tongue)}</span>
        </span>
      ),
    },
    {
      key: 'to',
      title: say('to'),
      wraps: true,
      cell: ({ archived, userId, subscriber }) => <Address text={archived?.address || userId || `#${subscriber}`} />,
    },
    { key: 'status', title: say('status'), width: 'w-36', cell: (message) => <MessageState message={message} /> },
    {
      key: 'why',
      title: say('why'),
      wraps: true,
      cell: ({ reason, said, notSent, waitsUntil }) => {
        if (reason === null || said === null) return <span className="text-soft">–</span>
        const words = saidWords(said as Said, tongue)
        const until = waitsUntil === null ? words : say('until-when', { why: words, until: tongue.formats.dateTime(waitsUntil) })
        const whole = notSent === null ? until : `${tongue.say(`reason.${notSent}`)}: ${words}`
        return (
          <span title={whole} className="line-clamp-3">
            {whole}
          </span>
        )
      },
    },
    {
      key: 'at',
      title: say('decided'),
      width: 'w-48',
      cell: ({ decidedAt }) => (
        <time dateTime={new Date(decidedAt).toISOString()} title={tongue.formats.exact(decidedAt)}>
          {tongue.formats.dateTime(decidedAt)}
        </time>
      ),
    },
  ]
}
