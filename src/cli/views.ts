// What the reading commands ask for, in the shapes that `--json` prints (docs/reference/cli.md). Instants are UTC
// milliseconds; what does not exist is null, so that every key is always there.

import type { JourneyReport } from '../insight/journey-report.ts'
import type { JourneyVersionView } from '../insight/journey-versions.ts'
import type { RecordedLife } from '../insight/recorded-life.ts'
import type { SubscriberProfile } from '../insight/subscriber-profile.ts'
import type { WhyQuestion } from '../insight/why/why.ts'
import type { WhyAnswer } from '../insight/why/why-answer.ts'
import type { MessageSearch } from '../model/archived-message.ts'
import type { ChannelName } from '../model/channel-names.ts'
import type { Decision } from '../model/decision.ts'
import type { Definitions } from '../model/definitions.ts'
import type { JsonObject } from '../model/json.ts'
import type { Stop } from '../model/stop.ts'

export interface SubscriberView extends SubscriberProfile {
  /** Messages that wait, and why, the newest first. */
  readonly waiting: readonly WaitingView[]
  readonly timeline: readonly TraceLine[]
}

/** A message that was decided and has not left. */
export interface WaitingView {
  readonly key: string
  readonly channel: ChannelName
  readonly journey: string
  readonly step: string
  readonly template: string | null
  readonly decidedAt: number
  /** When it is asked about again; null where that waits for somebody, such as a switch that is lifted. */
  readonly until: number | null
  readonly attempts: number
  readonly reason: string | null
}

/** One line of what happened, what was decided, and at the end what waits. `decision` is there for decisions. */
export interface TraceLine {
  readonly at: number
  readonly kind: 'input' | 'decision' | 'waiting'
  /** The line as people read it, with its instant. */
  readonly text: string
  readonly name: string
  readonly decision: Decision | null
  /** There for messages that wait. */
  readonly waiting?: WaitingView
}

/** An event that was refused, as it came. */
export interface DeadLetterView {
  readonly receivedAt: number
  readonly source: string
  readonly reason: string
  readonly body: string
}

/** Something that somebody of the team did. */
export interface AuditView {
  readonly id: number
  readonly at: number
  readonly admin: string
  readonly through: 'api' | 'command line' | 'watch'
  readonly did: string
  /** The number of the person it was done to. */
  readonly subscriber: number | null
  readonly details: JsonObject
  /** It began, and how it ended is not known. */
  readonly isOpen?: true
}

/** A journey that is paused. */
export interface PausedView {
  readonly since: number
  readonly because: string
  readonly by: 'admin' | 'file' | 'guard'
}

/** One version of a journey that was ever published. */
export interface MessageView {
  readonly key: string
  readonly subscriber: number
  readonly userId: string | null
  readonly channel: ChannelName
  readonly journey: string
  readonly step: string
  readonly template: string | null
  readonly topic: string | null
  /** Of a mail: the domain that it came from, or would come from. */
  readonly domain: string | null
  /** advertising: a mail on a topic that is not transactional. */
  readonly purpose: 'advertising' | 'transactional'
  readonly status: 'waiting' | 'handing over' | 'sent' | 'failed' | 'refused' | 'unknown'
  readonly decidedAt: number
  readonly finishedAt: number | null
  readonly attempts: number
  readonly reason: string | null
  /** To whom, and the subject, as far as the archive knows. */
  readonly address: string | null
  readonly subject: string | null
}

export type MessageFilter = Omit<MessageSearch, 'before' | 'limit'>

/** How a channel of the running server stands. */
export interface ChannelView {
  readonly channel: string
  readonly atOnce: number
  readonly underWay: number
  readonly perSecond: number | null
  readonly ways: readonly {
    readonly name: string
    readonly state: 'closed' | 'open' | 'probing'
    readonly restsUntil: number | null
    readonly isUsed: boolean
  }[]
}

/** How a domain that mails come from stands. */
export interface DomainView {
  readonly domain: string
  readonly advertising: 'goes' | 'waits' | 'slowed' | 'stopped'
  readonly because: string | null
  readonly perHour: number | null
  readonly window: { readonly since: number; readonly sent: number; readonly bounced: number; readonly complained: number }
  readonly warmUp: { readonly day: number; readonly number: number; readonly sent: number; readonly again: number } | null
}

/** Something that must not be. */
export interface FindingView {
  /** Null when it is about the workspace as a whole. */
  readonly subscriber: number | null
  readonly enrollment: number | null
  readonly what: string
  /** look again: `oncue doctor --repair` mends it · none: it does no harm to anybody's passage, and is not mended · else what a person can do. */
  readonly repair: string
}

export interface Examination {
  readonly subscribers: number
  /** Passages that are under way. */
  readonly enrollments: number
  /** Subscribers that are still to be brought up to the definitions in force. */
  readonly outdated: number
  readonly findings: readonly FindingView[]
}

export interface DoctorView extends Examination {
  /** What was found and is no longer there. */
  readonly repaired: readonly FindingView[]
  readonly domains: readonly DomainView[]
  /** Journeys that are paused. */
  readonly paused: Readonly<Record<string, PausedView>>
  /** Null when no server answered on this machine. */
  readonly channels: readonly ChannelView[] | null
}

export interface Views {
  /** What time it is in the workspace, UTC milliseconds. */
  now(): number
  /** What is in force now; undefined when nothing was ever published. */
  definitions(): Promise<Definitions | undefined>
  /** Everything that the log has of a person, in order; undefined stands for a line that is no single input, such as a merge. */
  record(subscriber: number): Promise<RecordedLife>
  /** The numbers of those with this userId, anonymousId, `#number`, mail address or phone number: none, one, or several with one address. */
  find(id: string): Promise<readonly number[]>
  subscriber(number: number, timelineLimit: number): Promise<SubscriberView>
  /** What happened to a subscriber and what was decided, oldest first; the newest `limit` lines. */
  trace(number: number, limit: number): Promise<readonly TraceLine[]>
  /** Why somebody is, was or never was in a journey. */
  why(question: WhyQuestion): Promise<WhyAnswer>
  journey(name: string): Promise<JourneyReport | undefined>
  journeyNames(): Promise<readonly string[]>
  /** Every version of every journey, or of one; newest first. */
  versions(journey?: string): Promise<readonly JourneyVersionView[]>
  /** Newest first. */
  deadLetters(limit: number): Promise<readonly DeadLetterView[]>
  /** Newest first. */
  messages(filter: MessageFilter): AsyncIterable<MessageView>
  /** Newest first; of one subscriber alone when one is named. */
  audit(query: { readonly limit: number; readonly subscriber: number | undefined }): Promise<readonly AuditView[]>
  /** The stop switches that are on. */
  stops(): Promise<readonly Stop[]>
  /** How the domains that mails come from stand. */
  domains(): Promise<readonly DomainView[]>
  /** The journeys that are paused, by name. */
  paused(): Promise<ReadonlyMap<string, PausedView>>
  /** Holds everybody against the stuck check. */
  /** Checks everybody, and what may run out at this instant. */
  examine(now: number): Promise<Examination>
  backup(path: string): Promise<void>
  close(): Promise<void>
}
