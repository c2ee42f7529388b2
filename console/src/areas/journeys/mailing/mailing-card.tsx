// How a mail to many stands, on the page of its journey: waiting for its day, under way, done or called off, with its numbers and what can be done about it.

import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { useAsk } from '../../../client/use-ask.ts'
import { Badge } from '../../../kit/badge.tsx'
import { Button, buttonClasses } from '../../../kit/button.tsx'
import { Card } from '../../../kit/card.tsx'
import { now } from '../../../kit/clock.ts'
import { linkLook } from '../../../kit/link-look.ts'
import { Stat } from '../../../kit/stat.tsx'
import { useMay } from '../../../shell/session.ts'
import { useWorkspace } from '../../../shell/workspace.ts'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import type { Draft } from '../use-draft.ts'
import { type JourneyNumbers, useNumbers } from '../use-numbers.ts'
import { clockText } from './clock-text.ts'
import { DomainLines } from './domain-lines.tsx'
import { CallOffDialog, MoveDialog } from './mailing-dialogs.tsx'
import { type Standing, standingOf } from './standing.ts'
import { instantIn } from './when.ts'
import { whenOf } from './when-of.ts'

export interface MailingCardProps {
  readonly journey: string
  readonly draft: Draft
  /** What the list of journeys says of it; undefined where it was never in force. */
  readonly line: { readonly status: 'live' | 'paused' | 'ended'; readonly stopped: string | null } | undefined
}

const kinds = { draft: 'plain', off: 'plain', waiting: 'accent', paused: 'bad', 'under-way': 'warn', held: 'bad', done: 'good', nobody: 'warn' } as const
/** To which another day can be given: nobody was let in. */
const movable: ReadonlySet<Standing> = new Set(['waiting', 'paused', 'off', 'nobody'])

/** The card; fetched where a journey is one. */
export function MailingCard({ journey, draft, line }: MailingCardProps) {
  const say = useWords('mailing')
  const formats = useFormats()
  const why = useMay('editor')
  const zone = useWorkspace().data?.zone ?? 'UTC'
  const when = useMemo(() => whenOf(draft, journey), [draft, journey])
  const status = line?.status
  const isKnown = status !== undefined
  const numbers = useNumbers(journey, { days: 'all', isLive: isKnown })
  const review = useAsk('GET /journeys/{journey}/review', { params: { journey }, query: { over: 'version' as const, wait: 0 } }, { when: status === 'live' })
  const [asked, setAsked] = useState<'move' | 'off'>()
  if (when === undefined) return null
  const isOwn = when.zone === 'subscriber'
  const at = instantIn(isOwn ? zone : when.zone, when.local)
  const mail = mailOf(numbers)
  const standing = standingOf({
    status,
    isStopped: line?.stopped != null,
    at,
    now: now(),
    isOwn,
    counted: numbers === undefined ? undefined : { entered: numbers.entered, left: mail.left, decidedUpTo: numbers.decidedUpTo },
  })
  const clock = clockText(when.local)
  const close = (): void => setAsked(undefined)
  /** It leads to the messages that it counts. */
  const countOf = (count: number, search: { readonly status?: string; readonly did?: string }): ReactNode =>
    count === 0 ? (
      formats.number(count)
    ) : (
      <Link to={'/messages' as string} search={{ journey, ...search } as never} className={linkLook}>
        {formats.number(count)}
      </Link>
    )
  return (
    <Card
      className="mb-4"
      title={say('card.title')}
      aside={
        <div className="flex flex-wrap items-center gap-2">
          {standing !== undefined && movable.has(standing) && (
            <Button why={why ?? draft.locked ?? undefined} onClick={() => setAsked('move')}>
              {say(standing === 'off' || standing === 'nobody' ? 'card.again' : 'card.move')}
            </Button>
          )}
          {(standing === 'waiting' || standing === 'paused') && (
            <Button why={why ?? draft.locked ?? undefined} onClick={() => setAsked('off')}>
              {say('card.call-off')}
            </Button>
          )}
          <Link to={'/journeys/new/mail' as string} search={{ like: journey } as never} className={buttonClasses()}>
            {say('card.next')}
          </Link>
        </div>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="flex flex-wrap items-center gap-2 text-base">
          {standing !== undefined && (
            <Badge kind={kinds[standing]}>
              {standing === 'waiting' ? say(isOwn ? 'card.waiting-own' : 'card.waiting', { clock }) : say(`card.${standing}`)}
            </Badge>
          )}
          <span className="text-soft">
            {isOwn ? clock : `${clock}, ${when.zone}`} · {formats.relative(at, now())}
          </span>
          {(standing === 'under-way' || standing === 'held') && mail.left > 0 && <span>{say('card.left', { count: mail.left })}</span>}
        </p>
        {(standing === 'paused' || standing === 'nobody') && <p className="max-w-prose text-base">{say(`card.${standing}-about`)}</p>}
        {standing === 'under-way' && mail.left > 0 && <DomainLines />}
        {numbers !== undefined && numbers.entered > 0 && (
          <div className="grid grid-cols-7 gap-3 max-lg:grid-cols-4 phone:grid-cols-2">
            <Stat label={say('card.entered')} value={formats.number(numbers.entered)} />
            <Stat label={say('card.sent')} value={countOf(mail.sent, { status: 'sent' })} />
            <Stat label={say('card.kept')} value={countOf(mail.kept, { status: 'refused' })} />
            <Stat label={say('card.opened')} value={countOf(mail.opened, { did: 'opened' })} detail={shareOf(mail.opened, mail.sent, formats.percent)} />
            <Stat label={say('card.clicked')} value={countOf(mail.clicked, { did: 'clicked' })} detail={shareOf(mail.clicked, mail.sent, formats.percent)} />
            <Stat label={say('card.unsubscribed')} value={review.data === undefined ? '–' : formats.number(review.data.review.messages.unsubscribed)} />
            <Stat label={say('card.converted')} value={numbers.hasGoal ? formats.number(numbers.converted) : '–'} />
          </div>
        )}
      </div>
      {asked === 'move' && <MoveDialog journey={journey} draft={draft} when={when} workspace={zone} onClose={close} />}
      {asked === 'off' && <CallOffDialog journey={journey} draft={draft} onClose={close} />}
    </Card>
  )
}

interface Mail {
  readonly sent: number
  readonly kept: number
  readonly opened: number
  readonly clicked: number
  /** Who is meant and of whom nothing is known yet. */
  readonly left: number
}

function mailOf(numbers: JourneyNumbers | undefined): Mail {
  const steps = [...(numbers?.steps.values() ?? [])]
  const sum = (of: (step: (typeof steps)[number]) => number): number => steps.reduce((total, step) => total + of(step), 0)
  const [sent, kept] = [sum((step) => step.sent), sum((step) => step.skipped)]
  const reached = steps[0]?.reached ?? 0
  return { sent, kept, opened: sum((step) => step.opened), clicked: sum((step) => step.clicked), left: Math.max(0, reached - sent - kept) }
}

function shareOf(part: number, whole: number, percent: (share: number) => string): string {
  return whole === 0 ? '' : percent(part / whole)
}
