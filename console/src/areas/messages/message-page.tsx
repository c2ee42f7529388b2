// One message: as it was sent, its text, headers, source and links; and beside it why it was sent or not, and what came back.

import { Link, useParams } from '@tanstack/react-router'
import { CircleHelp, Send } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useMay } from '../../shell/session.ts'
import { StepInWords } from '../../shell/step-in-words.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { DecisionLine } from '../decisions/decision-line.tsx'
import { isOwnJourney, journeyName } from '../decisions/own-journeys.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said, ToldDecision } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import type { Message } from './message.ts'
import { MessageBody } from './message-body.tsx'
import { MessageState } from './message-state.tsx'
import { ResendDialog } from './resend-dialog.tsx'

/** In which states a message is asked about again: on its way it is for a moment, while it may wait for days. */
const againAfterMs: Readonly<Record<string, number>> = { 'handing over': 1000, waiting: 5000 }

/** The page. */
export function MessagePage() {
  const say = useWords('messages')
  const { message: key } = useParams({ strict: false }) as { message: string }
  const asked = { params: { message: key } }
  const first = useAsk('GET /messages/{message}', asked)
  // What is still to happen happens without this page: its state is asked for until it is settled.
  const everyMs = againAfterMs[first.data?.status ?? '']
  const message = useAsk('GET /messages/{message}', asked, everyMs === undefined ? {} : { everyMs })
  if (message.data === undefined) {
    return (
      <>
        <PageHeader title={say('message')} above={<LinkAbove to="/messages">{say('title')}</LinkAbove>} />
        {message.error === null ? <Skeleton lines={8} className="h-9" /> : <Problem problem={message.error} />}
      </>
    )
  }
  return <Shown message={message.data} />
}

/** Why there is nothing to show. */
const noContent: Readonly<Record<string, string>> = { refused: 'never-made', waiting: 'never-made', 'handing over': 'being-made' }

function Shown({ message }: { readonly message: Message }) {
  const say = useWords('messages')
  const tongue = useTongue()
  const title = message.archived?.subject || message.template || say(`channel-name.${message.channel}`)
  const to = message.archived?.address || message.userId || `#${message.subscriber}`
  const person = { subscriber: `#${message.subscriber}` }
  const maySend = useMay('sender')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <PageHeader
        title={title}
        badges={
          <>
            <MessageState message={message} />
            {message.archived?.purpose === 'transactional' && <Badge>{say('transactional')}</Badge>}
            <CopyButton text={message.key} label={say('copy-key')} />
          </>
        }
        about={
          <>
            {say('to')}{' '}
            <Link to={'/people/$subscriber' as never} params={person as never} className={linkLook}>
              {to}
            </Link>
          </>
        }
        above={<LinkAbove to="/messages">{say('title')}</LinkAbove>}
        actions={
          <>
            <AsJson value={message} title={title} />
            {!isOwnJourney(message.journey) && (
              <Link to={'/people/$subscriber/why' as never} params={person as never} search={{ journey: message.journey } as never} className={buttonClasses()}>
                <CircleHelp aria-hidden />
                {say('why-person')}
              </Link>
            )}
            {message.channel === 'email' && message.archived?.kept === 'whole' && (
              <Button kind="primary" icon={<Send aria-hidden />} why={maySend} onClick={() => setOpen(true)}>
                {say('resend')}
              </Button>
            )}
          </>
        }
      />
      {message.reason !== null && message.status !== 'sent' && (
        <p className="mb-4 rounded-md bg-warn-tint p-3 text-warn">
          <strong>{message.notSent === null ? say(`state.${message.status}`) : tongue.say(`reason.${message.notSent}`)}</strong>:{' '}
          {message.said === null ? message.reason : saidWords(message.said as Said, tongue)}
          {message.waitsUntil !== null && ` ${say('asked-again', { at: tongue.formats.dateTime(message.waitsUntil) })}`}
        </p>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_24rem] items-start gap-4 max-lg:grid-cols-1">
        {message.archived === null ? (
          <Card title={say('content')}>
            <p className="text-soft">{say(noContent[message.status] ?? 'not-kept')}</p>
          </Card>
        ) : (
          <MessageBody message={message} />
        )}
        <aside aria-label={say('story')} className="flex min-w-0 flex-col gap-4">
          <Story message={message} />
          <About message={message} />
        </aside>
      </div>
      {isOpen && <ResendDialog message={message} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Why it was sent, and what came back. */
function Story({ message }: { readonly message: Message }) {
  const say = useWords('messages')
  const tongue = useTongue()
  const formats = useFormats()
  const decided = message.why.map((told) => ({ at: told.at, text: told.text, line: <DecisionLine told={told as ToldDecision} /> }))
  const reported = message.cameBack.map(({ at, what, by, link, status, reason, said }) => {
    const details = [by === null ? null : say(`by.${by}`), link, status, said === null ? reason : saidWords(said as Said, tongue)].filter(
      (part) => part !== null,
    )
    const text = [say(`state.${what}`), ...details].join(' · ')
    return { at, text, line: <p className="break-words">{text}</p> }
  })
  const lines = [...decided, ...reported].sort((one, other) => one.at - other.at)
  return (
    <Card title={say('story')}>
      <ol className="flex flex-col gap-2">
        {lines.map(({ at, text, line }) => (
          <li key={`${at} ${text}`}>
            <time dateTime={new Date(at).toISOString()} className="text-sm text-soft">
              {formats.exact(at)}
            </time>
            {line}
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** What the mailbox answers to every message; a mail server answers in words of its own. */
const ofMailbox = 'kept in the mailbox'

function About({ message }: { readonly message: Message }) {
  const say = useWords('messages')
  const tongue = useTongue()
  const formats = useFormats()
  const rows: readonly (readonly [string, ReactNode])[] = [
    [
      say('journey'),
      isOwnJourney(message.journey) ? journeyName(message.journey, tongue) : `${message.journey} · ${say('version', { version: message.journeyVersion })}`,
    ],
    [say('step'), <StepInWords key="step" journey={isOwnJourney(message.journey) ? '' : message.journey} step={message.step} />],
    ...(message.template === null
      ? []
      : [[say('template'), <TemplateLink key="template" template={message.template} version={message.templateVersion} />] as const]),
    [say('channel'), say(`channel-name.${message.channel}`)],
    [say('decided'), formats.exact(message.decidedAt)],
    ...(message.finishedAt === null ? [] : [[say('finished'), formats.exact(message.finishedAt)] as const]),
    ...(message.answer === null ? [] : [[say('answer'), message.answer === ofMailbox ? say('kept-in-mailbox') : message.answer] as const]),
    [say('attempts'), formats.number(message.attempts)],
    ...(message.publication === null ? [] : [[say('publication'), formats.number(message.publication)] as const]),
    ...(message.archived === null ? [] : [[say('size'), say('bytes', { count: message.archived.bytes })] as const]),
  ]
  return (
    <Card title={say('details')}>
      <dl className="m-0 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="m-0 text-end break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

/** The template, and, where it is known, the version that the message was made from, beside what is written now. */
function TemplateLink({ template, version }: { readonly template: string; readonly version: number | null }) {
  const say = useWords('messages')
  const search = version === null ? {} : { tab: 'versions', version: String(version) }
  return (
    <Link to={'/templates/$template' as never} params={{ template } as never} search={search as never} className={linkLook}>
      {version === null ? template : `${template} · ${say('version', { version })}`}
    </Link>
  )
}
