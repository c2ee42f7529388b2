// A message as the archive keeps it, and how the archive is searched.

import type { ChannelName } from './channel-names.ts'
import type { SkipReason } from './decision.ts'

/** transactional: what people must get, such as a receipt or a question to confirm; advertising: whatever has a topic that people may refuse. */
export const purposes = ['transactional', 'advertising'] as const
export type Purpose = (typeof purposes)[number]

/** What is known of a kept message without opening it. */
export interface ArchivedLine {
  /** When it was laid out, right before it was handed over, UTC milliseconds. */
  readonly at: number
  readonly purpose: Purpose
  /** The mail address or phone number it went to, in small letters; the host of a webhook; empty for a popup. */
  readonly address: string
  /** The subject of a mail, the title of a popup, the text of a text message; what a webhook called. */
  readonly subject: string
  /** mail: RFC 5322, as it went over the wire. json: what was handed over on another channel. */
  readonly form: 'mail' | 'json'
  readonly kept: 'whole' | 'without body'
  /** How many bytes were sent. */
  readonly bytes: number
}

/** One message in the archive. It belongs to the delivery of the same key, and goes with it. */
export interface ArchivedMessage extends ArchivedLine {
  readonly key: string
  /** The words of the subject that it is found by (src/model/search-words.ts). */
  readonly words: readonly string[]
  /** The message, compressed (zstd). */
  readonly content: Uint8Array
  /** The hash of the dictionary that it was compressed with. */
  readonly dictionary: string | undefined
}

/** What all messages of a template have in common. Made from the template alone, so that nobody is in it. */
export interface ArchiveDictionary {
  readonly hash: string
  readonly content: Uint8Array
}

/** What was reported about a message. */
export const reportWords = ['delivered', 'opened', 'opened by human', 'clicked', 'clicked by human', 'bounced', 'complained', 'closed'] as const
export type ReportWord = (typeof reportWords)[number]

export interface MessageSearch {
  readonly subscriber?: number | undefined
  /** Whole, in small letters. */
  readonly address?: string | undefined
  readonly journey?: string | undefined
  readonly step?: string | undefined
  readonly template?: string | undefined
  readonly channel?: ChannelName | undefined
  readonly status?: 'waiting' | 'handing over' | 'sent' | 'failed' | 'refused' | 'unknown' | undefined
  readonly did?: ReportWord | undefined
  /** What `did` asks for was first reported at or after it; else the message came to its end, such as being sent. */
  readonly since?: number | undefined
  /** Why it was refused. */
  readonly reason?: SkipReason | undefined
  /** Decided at or after it. */
  readonly from?: number | undefined
  /** Decided before it. */
  readonly until?: number | undefined
  /** All of these words stand in the subject. */
  readonly words?: readonly string[] | undefined
  /** Newest decided first; continue before this place. */
  readonly before?: { readonly decidedAt: number; readonly key: string } | undefined
  readonly limit: number
}

interface Searched {
  readonly subscriber: number
  readonly journey: string
  readonly step: string
  readonly template: string | undefined
  readonly channel: ChannelName
  readonly status: string
  readonly decidedAt: number
  readonly finishedAt: number | undefined
  readonly reports: string | undefined
  readonly reason: string | undefined
}

/** Whether a delivery fits, but for what only its archived message can tell (address and words). */
export function fitsSearch(row: Searched, search: MessageSearch): boolean {
  return (
    (search.subscriber === undefined || row.subscriber === search.subscriber) &&
    (search.journey === undefined || row.journey === search.journey) &&
    (search.step === undefined || row.step === search.step) &&
    (search.template === undefined || row.template === search.template) &&
    (search.channel === undefined || row.channel === search.channel) &&
    (search.status === undefined || row.status === search.status) &&
    (search.from === undefined || row.decidedAt >= search.from) &&
    (search.until === undefined || row.decidedAt < search.until) &&
    (search.did === undefined || wasReported(row.reports, search.did)) &&
    (search.since === undefined || happenedAt(row, search.did) >= search.since) &&
    (search.reason === undefined || row.reason?.startsWith(`${search.reason}:`) === true)
  )
}

/** Reports are named "delivered", "opened by human" and so on. */
function wasReported(reports: string | undefined, did: ReportWord): boolean {
  return reports !== undefined && (reports.includes(`"${did}"`) || reports.includes(`"${did} by `))
}

/** When what is asked for happened, UTC milliseconds; never for what did not. */
function happenedAt({ reports, finishedAt = Number.NEGATIVE_INFINITY }: Searched, did: ReportWord | undefined): number {
  if (did === undefined) return finishedAt
  const instants = Object.entries(JSON.parse(reports ?? '{}') as Readonly<Record<string, number>>)
  return Math.min(...instants.flatMap(([name, at]) => (name === did || name.startsWith(`${did} by `) ? [at] : [])))
}

/** A change of a count of one day: messages are counted on the day (UTC) on which they were handed over, whenever something is reported about them. */
export interface DayCountChange {
  /** Days since 1970. */
  readonly day: number
  readonly purpose: Purpose
  readonly channel: ChannelName
  /** The template; the journey's step for what has none, as "journey/step". */
  readonly template: string
  readonly measure: string
  readonly by: number
}
export type DayCount = Omit<DayCountChange, 'by'> & { readonly count: number }

export interface DayCountQuery {
  readonly purpose?: Purpose | undefined
  /** First and last day, both included. */
  readonly from: number
  readonly to: number
}
