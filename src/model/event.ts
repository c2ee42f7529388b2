// What happened to a subscriber, after the door has checked it; and the names of the events that Oncue makes itself.

import type { JsonObject } from './json.ts'

/** Something that happened. Instants are UTC milliseconds. */
export interface SubscriberEvent {
  readonly name: string
  /** When it happened: the client's time corrected for its clock's skew, never later than `receivedAt`. */
  readonly occurredAt: number
  readonly receivedAt: number
  readonly messageId: string
  readonly properties: JsonObject
  /** Facts about the subscriber that came along (`identify` traits). */
  readonly traits?: JsonObject
  /** The client's own session id, when it sends one. */
  readonly sessionId?: string
  /** A historical import: memories and attributes take it in, triggers do not fire. */
  readonly silent?: true
}

/** Names that Segment's calls other than `track` are known by. */
export const callEvents = { identify: 'Identified', page: 'Page Viewed', screen: 'Screen Viewed', group: 'Group Joined', alias: 'Identified' } as const

/** Events that the engine makes itself, with the properties they carry. A client may not send them. */
export const systemEvents = {
  'Subscriber Added': [],
  'Subscriber Merged': ['from'],
  'Attribute Changed': ['attribute', 'value', 'previous', 'source'],
  'List Joined': ['list', 'source'],
  'List Left': ['list', 'source'],
  'Segment Entered': ['segment'],
  'Segment Left': ['segment'],
  Subscribed: ['topic', 'channel', 'reason'],
  Unsubscribed: ['topic', 'channel', 'reason'],
  'Double Opt-In Asked': ['topic', 'channel'],
  'Double Opt-In Confirmed': ['topic', 'channel'],
  'Journey Entered': ['journey', 'key'],
  'Journey Completed': ['journey', 'key'],
  'Journey Exited': ['journey', 'key', 'reason'],
  'Message Sent': ['message', 'template', 'topic', 'journey', 'step', 'channel'],
  'Message Failed': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'reason'],
  'Message Skipped': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'reason'],
  'Message Delivered': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'first'],
  'Message Opened': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'first', 'by', 'rule'],
  'Message Clicked': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'first', 'by', 'rule', 'link'],
  'Message Closed': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'first'],
  'Message Bounced': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'first', 'hard', 'status', 'reason', 'unsent'],
  'Message Complained': ['message', 'template', 'topic', 'journey', 'step', 'channel', 'first', 'reason'],
} as const
export type SystemEventName = keyof typeof systemEvents
/** In a set: an object is asked for a text out of the log at ten times the cost, and every event is asked about. */
const systemNames: ReadonlySet<string> = new Set(Object.keys(systemEvents))

/** Events about items that Oncue sends people by itself, and a shop may send as well: news of the catalogue, and nothing that the person did. */
export const newsEvents = { price: 'Price Dropped', stock: 'Back In Stock' } as const
/** All that no session begins or goes on with, in one set: every event is asked about. */
const noBehavior: ReadonlySet<string> = new Set([...systemNames, ...Object.values(newsEvents), callEvents.identify, callEvents.group])

/** True for what the person did, as sessions count it: not for what Oncue or the catalogue tells, nor for what is only known of them by now. */
export function isBehavior(name: string): boolean {
  return !noBehavior.has(name)
}

/** What is reported about a message after it was handed over: by a mail server, a provider, or a link in the mail. */
export const reportEvents = ['Message Delivered', 'Message Opened', 'Message Clicked', 'Message Bounced', 'Message Complained', 'Message Closed'] as const
export type ReportEventName = (typeof reportEvents)[number]

/** True for what people do with a message, and machines too: then `by` tells who. */
export function isReaction(name: string): boolean {
  return name === 'Message Opened' || name === 'Message Clicked'
}

/** True for an event that reports about a message. */
export function isReportEvent(name: string): name is ReportEventName {
  return (reportEvents as readonly string[]).includes(name)
}

/** True for a name that only Oncue itself may give to an event. */
export function isSystemEvent(name: string): name is SystemEventName {
  return systemNames.has(name)
}
