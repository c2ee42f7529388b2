// Test mails: a template as it would be sent, with somebody's data, marked as a test and handed straight to the channel. There is no delivery,
// no decision, nothing in the log and nothing in any statistics; its links are not followed and its way out leads nowhere.

import { randomUUID } from 'node:crypto'
import type { ProgramSource } from '../../engine/program.ts'
import type { Template } from '../../model/definitions.ts'
import type { JsonObject } from '../../model/json.ts'
import type { OwnHead } from '../../model/own-head.ts'
import type { EmailMessage, OutgoingMessage } from '../channel.ts'
import type { Work } from '../requests.ts'

/** What to send, and whose data to fill in. */
export interface TestMail {
  readonly template: string
  readonly to: string
  readonly attributes: JsonObject
  readonly trigger: JsonObject
  readonly cart?: JsonObject
  /** What its lookups found. */
  readonly catalogue?: JsonObject
  /** The code that it shows, which is nobody's. */
  readonly code?: string
  readonly segments?: readonly string[]
  readonly conditions?: Readonly<Record<string, boolean>>
  readonly variants?: Readonly<Record<string, string>>
  /** The journey that would send it, for what names it. */
  readonly journey?: string
  /** The step of that journey. */
  readonly step?: string
  /** A template that is not in force, the workspace around it, and what its head says in its place; without it the one in force is sent. */
  readonly draft?: Pick<ProgramSource, 'workspace'> & { readonly template: Template; readonly head: OwnHead }
  readonly now: number
}

const week = 7 * 86_400_000

/** Where the way out and the page of a mail lead that nobody got. */
const [wayOut, page] = ['https://test.invalid/unsubscribe', 'https://test.invalid/view']
export const nowhereUrls: readonly string[] = [wayOut, page]
export const nowhereLinks = { unsubscribeUrl: () => wayOut, viewUrl: () => page }

/** The source that a test is composed from. */
export function testSource(source: ProgramSource, { draft }: Pick<TestMail, 'draft'>): ProgramSource {
  return draft === undefined ? source : { ...source, workspace: draft.workspace, templates: [draft.template] }
}

/** The work that a test is composed from; nobody waits for it. */
export function testWork({
  template,
  to,
  attributes,
  trigger,
  cart,
  catalogue,
  code,
  segments,
  conditions,
  variants,
  journey = 'test',
  step = 'test',
  now,
}: TestMail): Work {
  const key = `test/${randomUUID()}`
  const place = { journey, step }
  return {
    effect: { ...place, kind: 'send', channel: 'email', key, template, decidedAt: now, journeyVersion: 0, enrollment: 0 },
    delivery: {
      ...place,
      key,
      template,
      subscriber: 0,
      status: 'handing over',
      dueAt: now,
      decidedAt: now,
      attemptedAt: now,
      finishedAt: undefined,
      attempts: 1,
      channel: 'email',
      effect: '',
      reason: undefined,
      reports: undefined,
    } as Work['delivery'],
    transmission: {
      ...{ authorizedAt: now, attributes, to, mayTrack: false },
      ...(cart === undefined ? {} : { cart }),
      ...(catalogue === undefined ? {} : { catalogue }),
      ...(segments === undefined ? {} : { segments }),
      ...(conditions === undefined ? {} : { conditions }),
      ...(variants === undefined ? {} : { variants }),
      ...(code === undefined ? {} : { code: { code, expiresAt: now + week } }),
    },
    trigger: { name: 'Test', occurredAt: now, receivedAt: now, properties: trigger },
  }
}

/** A kept mail as it goes to somebody else: nothing in it may act for the person whom it was for. */
export interface MailCopy {
  readonly from: EmailMessage['from']
  readonly to: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly now: number
}

/** The copy, marked so that its reader and every program on the way can tell. */
export function markedAsCopy({ from, to, subject, html, text, now }: MailCopy): EmailMessage {
  const key = `copy/${randomUUID()}`
  const messageId = `<${key.replace('/', '.')}@${from.address.split('@').at(-1)}>`
  return { kind: 'email', key, from, to, subject: `[Copy] ${subject}`, html, text, messageId, date: now, headers: { 'X-Oncue-Copy': 'yes' } }
}

/** The message, marked so that its reader and every program on the way can tell. */
export function markedAsTest(message: OutgoingMessage): OutgoingMessage {
  if (message.kind !== 'email') return message
  const { unsubscribeUrl: _, ...mail } = message
  const marked: EmailMessage = { ...mail, subject: `[Test] ${message.subject}`, headers: { ...message.headers, 'X-Oncue-Test': 'yes' } }
  return marked
}
