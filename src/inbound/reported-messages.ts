// Takes in what mail systems and providers report: finds the message by its handle and hands the report on. A report about a message that
// nobody knows changes nothing.

import { createHash } from 'node:crypto'
import type { Receipt } from '../model/arrival.ts'
import type { Report } from '../model/report.ts'
import type { Inbox } from '../runtime/inbox.ts'
import type { Delivery, Store } from '../runtime/store.ts'
import { reportArrival } from '../runtime/writing/report-arrival.ts'
import { headerOf, mailParts } from './mail-parts.ts'
import { handlesIn, type MessageHandles } from './message-handle.ts'
import { type ReturnedMail, readReturnedMail } from './returned-mail.ts'

export interface ReportedMessagesOptions {
  readonly handles: MessageHandles
  readonly store: Pick<Store, 'follow' | 'messages'>
  readonly inbox: Pick<Inbox, 'submit' | 'command'>
  readonly now: () => number
}

/** What became of a mail that came back. */
export interface Taken {
  readonly kind: ReturnedMail['kind']
  /** recorded, repeated: it was known already, unknown: it is about no message of ours, nothing: it says nothing that would have to be recorded. */
  readonly outcome: 'recorded' | 'repeated' | 'unknown' | 'nothing'
  readonly hard?: boolean
  readonly status?: string
  readonly reason?: string
  /** The key of the message that it is about. */
  readonly message?: string
}

export interface ReportedMessages {
  /** The message of the first of these texts that names one. */
  find(texts: readonly string[]): Promise<Delivery | undefined>
  report(delivery: Delivery, report: Report): Promise<Receipt>
  /** Reads a mail that came back, sent to `recipient` where that is known. Rejects when it cannot be kept. */
  takeMail(source: string, recipient?: string): Promise<Taken>
}

const page = 200
/** Messages of one person that are looked through, the newest first. */
const most = 10_000

export function createReportedMessages({ handles, store, inbox, now }: ReportedMessagesOptions): ReportedMessages {
  const findOne = async (handle: string): Promise<Delivery | undefined> => {
    const named = handles.read(handle)
    if (named === undefined) return undefined
    const [subscriber = named.subscriber] = await store.follow([named.subscriber])
    let before: { readonly decidedAt: number; readonly key: string } | undefined
    for (let seen = 0; seen < most; seen += page) {
      const found = await store.messages({ subscriber, limit: page, ...(before === undefined ? {} : { before }) })
      const one = found.find(({ key, attemptedAt }) => attemptedAt !== undefined && named.isOf(key))
      const last = found.at(-1)
      if (one !== undefined || last === undefined || found.length < page) return one
      before = { decidedAt: last.decidedAt, key: last.key }
    }
    return undefined
  }
  const reported: ReportedMessages = {
    async find(texts) {
      for (const handle of texts.flatMap(handlesIn)) {
        const delivery = await findOne(handle)
        if (delivery !== undefined) return delivery
      }
      return undefined
    },
    async report(delivery, report) {
      const [receipt = 'duplicate'] = await inbox.submit([reportArrival(delivery, report, now())])
      return receipt
    },
    async takeMail(source, recipient) {
      const read = readReturnedMail(source)
      const { kind } = read
      const delivery = await reported.find([...(recipient === undefined ? [] : [recipient]), ...read.messageIds])
      const about = delivery === undefined ? {} : { message: delivery.key }
      if (kind === 'unsubscribe request' && delivery !== undefined) {
        await inbox.command({ subscriber: delivery.subscriber }, { do: 'unsubscribe', topic: 'all', reason: 'mail program' }, 'link')
        return { kind, outcome: 'recorded', ...about }
      }
      const report = reportOf(read, source, now())
      if (report === undefined) return { kind, outcome: 'nothing', ...about }
      const { id: _, at: __, kind: ___, ...said } = report
      if (delivery === undefined) return { kind, outcome: 'unknown', ...said }
      const receipt = await reported.report(delivery, report)
      return { kind, outcome: receipt === 'accepted' ? 'recorded' : 'repeated', ...said, ...about }
    },
  }
  return reported
}

/** What a mail that came back reports; the same mail always has the same id. */
function reportOf(read: ReturnedMail, source: string, now: number): Extract<Report, { kind: 'bounced' | 'complained' | 'delivered' }> | undefined {
  const base = { id: `returned-${createHash('sha256').update(source.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 32)}`, at: dateOf(source) ?? now }
  switch (read.kind) {
    case 'bounce': {
      const [first] = read.recipients
      if (first === undefined) return undefined
      // A list that forwards may fail for some only.
      const hard = read.recipients.every((one) => one.hard)
      return { ...base, kind: 'bounced', hard, reason: first.reason.slice(0, 300), ...(first.status === undefined ? {} : { status: first.status }) }
    }
    case 'complaint':
      return { ...base, kind: 'complained', reason: read.reason }
    case 'delivered':
      return { ...base, kind: 'delivered' }
    case 'automatic answer':
    case 'authentication report':
    case 'unsubscribe request':
    case 'delayed':
    case 'other':
      return undefined
  }
}

function dateOf(source: string): number | undefined {
  const date = Date.parse(headerOf(mailParts(source.slice(0, 20_000))[0]?.headers ?? new Map(), 'date') ?? '')
  return Number.isFinite(date) ? date : undefined
}
