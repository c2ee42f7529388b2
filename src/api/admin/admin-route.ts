// What an admin door is: where it is, what it takes, what it answers and what it does, in one place. Asking for the key, limits, parsing,
// idempotency keys, the audit log and the OpenAPI document follow from it (admin-doors.ts, openapi.ts). A file in routes/ holds those
// of one thing; routes.ts lists them.

import { z } from 'zod'
import type { LiveEvents } from '../../insight/live-events.ts'
import type { ArrivedEvent } from '../../insight/schema/arrival-tally.ts'
import type { Role } from '../../model/admin-role.ts'
import type { Collection } from '../../model/catalogue.ts'
import type { ChannelName } from '../../model/channel-names.ts'
import type { InboundHook } from '../../model/inbound-hook.ts'
import type { JsonObject } from '../../model/json.ts'
import type { PublishChoices, PublishStatus } from '../../model/publication.ts'
import { readMistake } from '../../model/read-mistake.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Corrections } from '../../runtime/stopping/corrections.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import type { MailboxMail } from '../mailbox/mailbox-view.ts'
import type { ViewClaim } from '../messages/view-token.ts'
import type { Problem, ProblemCode } from '../problem.ts'
import type { RequestLog } from '../tracking/request-log.ts'
import type { SourceBook } from '../tracking/source-book.ts'
import type { AdminAccounts } from './accounts.ts'
import type { Admin, AdminKeys } from './admin-keys.ts'
import type { AlertDoor } from './alert-door.ts'
import type { BacktestDoor } from './backtests-door.ts'
import type { BaselineDoor } from './baseline-door.ts'
import type { CaseDoor } from './case-door.ts'
import type { DefinitionsDoor, Refused, ToldStatus } from './definitions-door.ts'
import type { Desk } from './desk.ts'
import type { DomainDoor } from './domain-door.ts'
import type { FirstOwner } from './first-owner.ts'
import type { ForecastDoor } from './forecast-door.ts'
import type { ImportDoor } from './import-door.ts'
import type { ReviewDoor } from './review-door.ts'
import type { StagingDoor } from './staging-door.ts'
import type { PeopleParts } from './take-people.ts'
import type { TemplateDoor } from './template-door.ts'
import type { WebhookSecrets } from './webhook-secrets-door.ts'
import type { WriteKeys } from './write-keys-door.ts'

/** What publishes the definitions folder. */
export interface PublishDoor {
  /** Begins after what is being published; refused when there is nothing that could be published. */
  publish(request: { readonly choices: PublishChoices; readonly mode: 'dry run' | 'publish' }): Promise<ToldStatus | Refused>
  /** Answers when nothing is being published any more, or after so long; with what the check and history say against it. */
  status(waitMs?: number): Promise<ToldStatus>
  /** How far it is, and nothing else: history is not looked at for who asks every minute. */
  howFar(): Promise<PublishStatus>
  /** The first of the files that were saved and cannot be put in force: what it holds, such as journey welcome, and what is wrong with its place. */
  mistaken(): { readonly about: string; readonly problem: string } | undefined
}

/** How far a demo is filled with made-up people. */
export interface DemoFilling {
  readonly state: 'none' | 'filling' | 'changing over' | 'failed'
  /** From 0 to 1. */
  readonly part: number
  readonly people: number
  readonly events: number
  readonly mails: number
  readonly problem: string | null
}

/** The life of a demo. */
export interface DemoDoor {
  filling(): DemoFilling
  /** Begins to fill the demo; what is in it then is gone. */
  fill(size: { readonly people: number; readonly days: number }): void
  /** Why no site of one's own can begin here; undefined when one can. */
  whyNotOwn(): string | undefined
  /** Ends the demo: its people and mails are gone, and a site of one's own begins. */
  beginOwn(site: { readonly name: string; readonly sender: string; readonly address: string; readonly zone: string; readonly site?: string | undefined }): void
}

/** What was done of the first steps, kept for good. */
export interface FirstStepsBook {
  /** A key with which events may be sent. */
  readonly writeKey: string
  has(step: string): boolean
  note(step: string): void
}

/** What the doors work with. */
export interface AdminParts {
  readonly runtime: Runtime
  /** For reading. Everything that changes goes through the runtime. */
  readonly store: Omit<Store, 'commit' | 'commitAhead' | 'setSetting' | 'close'>
  readonly keys: AdminKeys
  /** Without them nobody can sign in. */
  readonly accounts?: AdminAccounts
  /** Lets the first owner in; without it nobody can be made an owner by a link. */
  readonly setup?: FirstOwner
  /** Without it nothing can be published: no server runs. */
  readonly publishing?: PublishDoor
  /** The definitions folder and the drafts beside it. */
  readonly definitions?: DefinitionsDoor
  /** Without it nothing can be tried: no server runs. */
  readonly backtests?: BacktestDoor
  /** Without it nothing is predicted: no server runs. */
  readonly forecasts?: ForecastDoor
  /** Without it nothing is measured over the past: no server runs. */
  readonly baselines?: BaselineDoor
  /** Without it no journey is reviewed: no server runs. */
  readonly reviews?: ReviewDoor
  /** Without it no test is made of a real case: no server runs. */
  readonly cases?: CaseDoor
  /** Without them nobody looks what is wrong: no server runs. */
  readonly alerts?: AlertDoor
  /** Asks conditions of people, and reads what arrives. */
  readonly desk?: Desk
  /** What kinds of events arrive; undefined while it is not known. Without it no server runs. */
  readonly arrivals?: { events(): readonly ArrivedEvent[] | undefined } | undefined
  /** Without it there is no demo, or its life cannot be changed. */
  readonly demo?: DemoDoor
  /** Without it no copy can be made: no server runs. */
  readonly staging?: StagingDoor
  readonly firstSteps?: FirstStepsBook
  /** Without them nothing can be corrected: no server runs. */
  readonly corrections?: Pick<Corrections, 'preview' | 'reach' | 'begin' | 'reports'>
  /** What the server offers besides; without it no server runs. */
  readonly offers?: { readonly mailbox: boolean; readonly demo: boolean }
  readonly clock: Clock
  /** What each key sent since the start; without it no server runs. */
  readonly sources?: Pick<SourceBook, 'since' | 'list'>
  /** Events as they arrive; without it no server runs. */
  readonly live?: LiveEvents
  /** The keys with which events are sent; without them no server runs. */
  readonly writeKeys?: WriteKeys
  /** The secrets that sign webhooks; without them no server runs. */
  readonly webhookSecrets?: WebhookSecrets
  /** The hooks of the workspace, in its order, and whether each has a secret; without it no server runs. */
  readonly hooks?: () => readonly { readonly hook: InboundHook; readonly hasSecret: boolean }[]
  readonly requestLog?: Pick<RequestLog, 'list'>
  /** What the server was started with. */
  readonly settings?: () => { readonly list: readonly ListedSetting[]; readonly publicUrl: string }
  /** Tries the mail server; undefined where there is none. */
  readonly testMailServer?: (() => Promise<MailServerTest>) | undefined
  /** Sending domains and the DNS; without it no server runs. */
  readonly domains?: DomainDoor
  /** Without it no files can be imported: no server runs. */
  readonly imports?: ImportDoor
  /** What people are taken in with, besides the runtime. */
  readonly people?: Pick<PeopleParts, 'workspace' | 'secret'>
  /** How the ways out stand; without it no server runs. */
  readonly channels?: () => readonly ChannelReport[]
  /** Fetches the feed of a collection now; what came of it. Without it no server runs. */
  readonly fetchFeed?: (
    collection: Collection,
    how: { readonly confirmed: boolean },
  ) => Promise<{ readonly outcome: 'taken' | 'unchanged' | 'refused' | 'failed'; readonly says: string }>
  /** Makes links under which a browser shows a kept message; without it no server runs. */
  readonly messageViews?: { path(claim: ViewClaim): string; open(message: string): Promise<MailboxMail | undefined> }
  /** Counts what goes together in a collection. Without it no server runs. */
  readonly countRecommendations?: (collection: Collection) => Promise<object | undefined>
  /** Templates as they are written and edited. Without it no server runs. */
  readonly templates?: TemplateDoor
  /** Keeps the page of a preview for a browser to fetch; its path. Without it no server runs. */
  readonly previews?: { keep(html: string, now: number): string }
  /** Reads a mail that came back and records what it says. */
  readonly takeReturnedMail?: (source: string) => Promise<ReturnedMailAnswer>
}

/** One setting as it may be shown. */
export interface ListedSetting {
  readonly name: string
  /** Null when it is not set; dots for a secret. */
  readonly value: string | null
  readonly from: 'environment' | 'file' | 'command' | 'default'
  readonly variable: string
  readonly what: string
  readonly isSecret: boolean
}

/** What a mail server said when it was tried. */
export interface MailServerTest {
  readonly ok: boolean
  readonly says: string
  /** What to do about it. */
  readonly fix?: string
  readonly dialogue: readonly { readonly by: 'us' | 'them'; readonly text: string }[]
}

/** How a channel stands. */
export interface ChannelReport {
  readonly channel: ChannelName
  readonly atOnce: number
  readonly underWay: number
  readonly lastSentAt: number | null
  readonly perSecond: number | null
  readonly mayGo: number | null
  readonly ways: readonly {
    readonly name: string
    readonly state: 'closed' | 'open' | 'probing'
    readonly restsUntil: number | null
    readonly isUsed: boolean
    readonly lastError: { readonly at: number; readonly reason: string } | null
    readonly failsSince: number | null
  }[]
}

/** What became of a mail that came back. */
export interface ReturnedMailAnswer {
  readonly kind: 'bounce' | 'delivered' | 'complaint' | 'automatic answer' | 'unsubscribe request' | 'authentication report' | 'delayed' | 'other'
  readonly outcome: 'recorded' | 'repeated' | 'unknown' | 'nothing'
  readonly hard?: boolean
  readonly status?: string
  readonly reason?: string
  readonly message?: string
}

/** A request whose parts fit their schemas. */
export interface AdminRequest<Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly admin: Admin
  /** UTC milliseconds. */
  readonly now: number
  readonly visit: Visit
}

/** The browser, or program, that asks. */
export interface Visit {
  /** Its network address. */
  readonly from: string
  /** What it calls itself, in a few words; undefined where nothing is known of it. */
  readonly browser: string | undefined
  /** Lets it keep a session. */
  readonly keep: (token: string) => void
  readonly forget: () => void
}

/** What the audit log says about it besides who, when and the route's name. People by number only, and nothing of what is known about them. */
export interface AuditNote {
  /** Who it was, where it was not known when the door was asked. */
  readonly admin?: string
  readonly subscriber?: SubscriberNumber
  readonly details?: JsonObject
}

/** The note of what was done to a person. */
export function noteAbout(person: { readonly number: SubscriberNumber } | undefined): AuditNote {
  return person === undefined ? {} : { subscriber: person.number }
}

/** An answer that is made while it is sent: pieces of one text, JSON unless told. */
export class StreamedAnswer {
  readonly pieces: AsyncIterable<string>
  /** What a browser calls the file; undefined for what is no file. */
  readonly fileName: string | undefined
  readonly contentType: string
  /** What the audit log says about it; nothing when there is none. */
  readonly note: AuditNote | undefined

  constructor(pieces: AsyncIterable<string>, more: { readonly fileName?: string; readonly contentType?: string; readonly note?: AuditNote }) {
    this.pieces = pieces
    this.fileName = more.fileName
    this.contentType = more.contentType ?? 'application/json'
    this.note = more.note
  }
}

/** Ends a request with a problem. A sentence of the catalogue (src/model/mistakes.ts) is told as data too, so that the console says it in the language of its reader. */
export class AdminProblem extends Error {
  override readonly name = 'AdminProblem'
  readonly problem: Problem

  constructor(code: ProblemCode, detail: string, more: Omit<Problem, 'code' | 'detail'> = {}) {
    super(detail)
    const said = readMistake(detail)
    this.problem = { code, detail, ...(said.code === 'plain' ? {} : { said }), ...more }
  }
}

export interface AdminRoute<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /admin/v1, with the names of its parameters in braces: /journeys/{journey}/pause. */
  readonly path: `/${string}`
  /** What generated clients and the audit log call it, unique: `listStops`. */
  readonly name: string
  /** The heading under which the reference page has it. */
  readonly group: string
  /** One sentence without a full stop. */
  readonly summary: string
  /** What else there is to know, in Markdown. */
  readonly description?: string
  readonly params?: Params
  readonly query?: Query
  /** A request without a schema for it must have no body. */
  readonly body?: Body
  readonly answer: Answer
  /** The media types of a stream that is no JSON, or may be another than JSON; an answer of z.string() is nothing else. */
  readonly streams?: readonly string[]
  /** 200 unless told; 204 goes with an answer of z.undefined(). */
  readonly status?: 200 | 201 | 202 | 204
  /** Who may: by default viewers where it only reads, and editors where it changes something. `nobody`: whoever comes. */
  readonly needs?: Role | 'nobody'
  /** Takes bytes as they are, instead of JSON: the body is a Buffer. */
  readonly takesBytes?: true
  /** Problems of its own, besides those that every door has. */
  readonly problems?: readonly ProblemCode[]
  /** It only looks, although it is asked with a body: for keys that may look, and not in the audit log. */
  readonly isReading?: true
  /** The answer holds a secret, so that it is not kept for a repetition of the request. */
  readonly isSecret?: true
  /** Whether it sends a mail to an address that the request names: so many an hour are left to each admin. */
  isTestMail?(body: z.output<Body>): boolean
  /** Bytes that a body may have, instead of limits.adminBodyBytes. */
  readonly bodyBytes?: number
  /**
   * What the audit log says about it. Without it a change leaves only its name, and reading leaves nothing. Streamed answers bring theirs. `nothing`:
   * for a repetition of what was noted already, such as the next letters of a text.
   */
  audited?(
    request: AdminRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
    answer: z.input<Answer>,
    parts: AdminParts,
  ): AuditNote | 'nothing' | Promise<AuditNote | 'nothing'>
  handle(request: AdminRequest<z.output<Params>, z.output<Query>, z.output<Body>>, parts: AdminParts): Promise<z.input<Answer> | StreamedAnswer>
}

/** An object of which only the form of JSON is known. */
export const anyObject = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>

/** Who may ask at a door. */
export function needsOf(route: Pick<AdminRoute, 'needs' | 'method' | 'isReading'>): Role | 'nobody' {
  return route.needs ?? (changes(route) ? 'editor' : 'viewer')
}

/** Whether anything is another after it. */
export function changes({ method, isReading }: Pick<AdminRoute, 'method' | 'isReading'>): boolean {
  return method !== 'GET' && isReading !== true
}

/** A route, with the types of its parts checked against its schemas. */
export function adminRoute<
  Answer extends z.ZodType,
  Params extends z.ZodType = z.ZodObject<Record<never, never>>,
  Query extends z.ZodType = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(route: AdminRoute<Params, Query, Body, Answer>): AdminRoute {
  return route as unknown as AdminRoute
}
