// One entry of somebody's past: an icon for its kind, what it was, when, and a line about it. Messages lead to their page; the rest opens in place.

import { Link } from '@tanstack/react-router'
import { Ban, CornerDownRight, Hourglass, LogIn, LogOut, type LucideIcon, Mail, MailX, MessageSquare, Trophy, UserCog, Zap } from 'lucide-react'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { classes } from '../../kit/classes.ts'
import { linkLook } from '../../kit/link-look.ts'
import { useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { DecisionLinks } from '../decisions/decision-line.tsx'
import { decisionTitle, decisionWords } from '../decisions/decision-words.ts'
import { journeyName } from '../decisions/own-journeys.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said, Told } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import { commandLine, eventLine, eventTitle } from './event-in-words.ts'
import type { TimelineItem } from './person.ts'

type Tone = 'plain' | 'accent' | 'good' | 'warn'

const tones: Readonly<Record<Tone, string>> = {
  plain: 'bg-sunken text-soft',
  accent: 'bg-tint text-on-tint',
  good: 'bg-good-tint text-good',
  warn: 'bg-warn-tint text-warn',
}

const messageKinds: Readonly<Record<string, BadgeKind>> = {
  sent: 'good',
  failed: 'bad',
  refused: 'warn',
  unknown: 'warn',
  waiting: 'plain',
  'handing over': 'plain',
}

/** <TimelineEntry item={item} /> */
export function TimelineEntry({ item }: { readonly item: TimelineItem }) {
  const say = useWords('people')
  const formats = useFormats()
  const { Icon, tone } = lookOf(item)
  const occurredAt = item.event?.['occurredAt']
  const isLate = typeof occurredAt === 'number' && Math.abs(occurredAt - item.at) > 60_000
  return (
    <li className="relative pb-4 ps-7">
      <span className={classes('absolute -start-3.5 top-0 grid size-7 place-items-center rounded-full', tones[tone])}>
        <Icon aria-hidden className="size-4" />
      </span>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Title item={item} say={say} />
        <time dateTime={new Date(item.at).toISOString()} title={formats.exact(item.at)} className="text-sm text-soft">
          {formats.time(item.at)}
        </time>
        {isLate && <span className="text-sm text-warn">{say('happened-at', { at: formats.dateTime(occurredAt) })}</span>}
      </p>
      <About item={item} />
    </li>
  )
}

function Title({ item, say }: { readonly item: TimelineItem; readonly say: Say }) {
  if (item.kind === 'message') {
    const status = String(item.message?.['status'])
    const archived = item.message?.['archived'] as { readonly subject?: string } | null
    return (
      <>
        <Link
          to={'/messages/$message' as never}
          params={{ message: String(item.message?.['key']) } as never}
          className={classes(linkLook, 'min-w-0 wrap-anywhere')}
        >
          <bdi>{archived?.subject || item.name}</bdi>
        </Link>
        <Badge kind={messageKinds[status] ?? 'plain'}>{say(`status.${status}`)}</Badge>
      </>
    )
  }
  if (item.kind === 'event') return <span className="font-medium">{eventTitle(item.name, propertiesOf(item), say)}</span>
  if (item.decision === null) return <span className="font-medium">{say(`do.${item.name}`)}</span>
  return <DecisionTitle decision={item.decision} />
}

function DecisionTitle({ decision }: { readonly decision: NonNullable<TimelineItem['decision']> }) {
  const tongue = useTongue()
  return (
    <span className="font-medium">
      {decisionTitle(decision, tongue)}
      <DecisionLinks decision={decision} />
    </span>
  )
}

function About({ item }: { readonly item: TimelineItem }) {
  const say = useWords('people')
  const tongue = useTongue()
  if (item.kind === 'message') {
    const said = item.message?.['said'] as Said | null
    const notSent = item.message?.['notSent']
    const why = [typeof notSent === 'string' ? tongue.say(`reason.${notSent}`) : undefined, said === null ? undefined : saidWords(said, tongue)]
    const reason = why.filter((part) => part !== undefined).join(': ')
    const until = item.message?.['waitsUntil']
    const place = `${journeyName(String(item.message?.['journey']), tongue)} · ${item.message?.['step']}`
    return (
      <p className="text-sm break-words text-soft">
        {place}
        {reason !== '' && <span className="text-warn"> · {reason}</span>}
        {typeof until === 'number' && ` · ${say('holds-until', { at: tongue.formats.dateTime(until) })}`}
      </p>
    )
  }
  if (item.kind === 'event') {
    const traits = (item.event?.['traits'] ?? {}) as Readonly<Record<string, unknown>>
    const all = { ...propertiesOf(item), ...traits }
    if (Object.keys(all).length === 0) return null
    return (
      <details className="text-sm text-soft">
        <summary className="cursor-pointer truncate">{eventLine(item.name, all, say)}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section tabIndex={0} aria-label={say('payload')} className="mt-1 max-h-72 overflow-auto rounded-md bg-sunken p-2 text-ink">
          <pre className="whitespace-pre-wrap break-words font-mono text-xs">{JSON.stringify(item.event, null, 2)}</pre>
        </section>
      </details>
    )
  }
  if (item.kind === 'command') {
    const command = commandIn(item.text)
    return <p className="text-sm break-words text-soft">{command === undefined ? item.text : commandLine(command, say)}</p>
  }
  if (item.decision === null || item.told === null) return null
  const words = decisionWords({ ...(item.told as Told), decision: item.decision }, tongue)
  return <p className={classes('text-sm break-words', lookOf(item).tone === 'warn' ? 'text-warn' : 'text-soft')}>{words}</p>
}

function propertiesOf(item: TimelineItem): Readonly<Record<string, unknown>> {
  return (item.event?.['properties'] ?? {}) as Readonly<Record<string, unknown>>
}

/** What the team asked for; undefined where the words are others. */
function commandIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const json = /^command (\{.*\}) \(\w+\)$/s.exec(text)?.[1]
  if (json === undefined) return undefined
  const { do: _what, evidence: _, kept: _kept, messageId: _id, reason, set, ...rest } = JSON.parse(json) as Record<string, unknown>
  return { ...rest, ...((set as object | undefined) ?? {}), ...(reason === undefined ? {} : { reason }) }
}

function lookOf(item: TimelineItem): { readonly Icon: LucideIcon; readonly tone: Tone } {
  if (item.kind === 'event') return { Icon: Zap, tone: 'accent' }
  if (item.kind === 'command') return { Icon: UserCog, tone: 'plain' }
  if (item.kind === 'message') {
    const status = item.message?.['status']
    if (status === 'refused' || status === 'failed' || status === 'unknown') return { Icon: MailX, tone: 'warn' }
    return { Icon: item.message?.['channel'] === 'email' ? Mail : MessageSquare, tone: status === 'sent' ? 'good' : 'plain' }
  }
  return decisionLooks[item.name] ?? { Icon: CornerDownRight, tone: 'plain' }
}

const decisionLooks: Readonly<Record<string, { readonly Icon: LucideIcon; readonly tone: Tone }>> = {
  entered: { Icon: LogIn, tone: 'accent' },
  'not entered': { Icon: Ban, tone: 'warn' },
  skipped: { Icon: Ban, tone: 'warn' },
  refused: { Icon: MailX, tone: 'warn' },
  deferred: { Icon: Hourglass, tone: 'warn' },
  waiting: { Icon: Hourglass, tone: 'plain' },
  completed: { Icon: LogOut, tone: 'plain' },
  exited: { Icon: LogOut, tone: 'plain' },
  converted: { Icon: Trophy, tone: 'good' },
  suppressed: { Icon: Ban, tone: 'warn' },
}
