// The mailbox's pages and its list as JSON. Only shown on this machine, unless the operator opened it to others, and only to who asks under a
// host name of this machine: a foreign site that lets its own name point here (DNS rebinding) learns nothing.

import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Clock } from '../../runtime/clock.ts'
import type { Store } from '../../runtime/store.ts'
import type { FindOwnPictures } from '../demo/own-pictures.ts'
import { languageOf } from '../language.ts'
import { sendMailDocument } from '../mail-document.ts'
import { isOnThisMachine, isOwnHost } from '../own-machine.ts'
import { sendProblem } from '../problem.ts'
import { streamChanges } from './change-stream.ts'
import { defaultFirstSteps, type FirstStep } from './first-steps.ts'
import { sendListPage } from './list-page.ts'
import { type MailTab, sendMailPage, sendMissingMailPage, tabsOf } from './mail-page.ts'
import { type MailboxItem, mailboxItems } from './mailbox-items.ts'
import type { MailboxView } from './mailbox-view.ts'
import { mailboxWords } from './mailbox-words.ts'

export interface MailboxOptions {
  readonly mailbox: MailboxView
  readonly store: Pick<Store, 'delivery' | 'identitiesOf'>
  readonly clock: Clock
  readonly workspace: () => string
  /** The address under which this server is reached, when it is not the machine's own. */
  readonly publicUrl?: string
  /** Whether other machines may look. There is no login: whoever reaches the port reads all mails. */
  readonly isMailboxOpen?: boolean
  readonly ownPictures?: FindOwnPictures | undefined
  /** Whether this server has the console, which tells why a message was sent. */
  readonly hasConsole?: boolean
  /** The key that the empty page's examples use; not shown where others may look. */
  readonly exampleKey?: string
  /** What the empty page proposes to try; fits the example workspace by default. */
  readonly firstSteps?: readonly FirstStep[]
}

export const mailsPerPage = 50
const mostMailsPerList = 1000

type ListQuery = { Querystring: { before?: string; limit?: string } }
type MailParams = { Params: { key: string }; Querystring: { view?: string; width?: string } }

export async function mailboxRoutes(app: FastifyInstance, options: MailboxOptions): Promise<void> {
  const { mailbox, store } = options
  app.addHook('onRequest', (request, reply, done) => {
    if (options.isMailboxOpen !== true && !isOnThisMachine(request)) {
      sendProblem(reply, { code: 'not-open', detail: 'The mailbox is shown on its own machine only. Its operator can open it to others.' })
      return
    }
    if (isOwnHost(request.host, options.publicUrl)) return done()
    sendProblem(reply, { code: 'wrong-host', detail: 'Open the mailbox under localhost, an IP address, or the configured public address.' })
  })

  app.get<ListQuery>('/mailbox', async (request, reply) => {
    const mails = await pageOf(request.query.before, mailsPerPage)
    const address = `${request.protocol}://${request.host}`
    return sendListPage(reply, {
      ...mails,
      count: await mailbox.count(),
      workspace: options.workspace(),
      isFirstPage: request.query.before === undefined,
      words: mailboxWords[languageOf(request)],
      example: {
        address,
        writeKey: (options.isMailboxOpen === true ? undefined : options.exampleKey) ?? 'YOUR_WRITE_KEY',
        steps: options.firstSteps ?? defaultFirstSteps,
      },
    })
  })
  app.get<ListQuery>('/mailbox.json', async (request, reply) => {
    const { limit: asked = '100', before } = request.query
    const limit = Number(asked)
    if (!Number.isInteger(limit) || limit < 1 || limit > mostMailsPerList) {
      return sendProblem(reply, { code: 'bad-request', detail: `limit must be a whole number from 1 to ${mostMailsPerList}.` })
    }
    const { items, next } = await pageOf(before, limit)
    return reply.header('cache-control', 'no-store').send({ count: await mailbox.count(), mails: items.map(listed), ...(next !== undefined && { next }) })
  })
  streamChanges(app, mailbox, options.clock)

  app.get<MailParams>('/mailbox/:key', async (request, reply) => {
    const mail = await mailbox.get(request.params.key)
    if (mail === undefined) return sendMissingMailPage(reply, { workspace: options.workspace(), words: mailboxWords[languageOf(request)] })
    const [item] = await mailboxItems([mail], store)
    const tabs = tabsOf(mail)
    const view = tabs.find((tab) => tab === request.query.view) ?? tabs[0]
    return sendMailPage(reply, {
      mail,
      item: item as MailboxItem,
      view: view as MailTab,
      width: request.query.width === 'phone' ? 'phone' : 'wide',
      workspace: options.workspace(),
      words: mailboxWords[languageOf(request)],
      why: options.hasConsole === true && item?.decidedAt !== undefined ? `../console/messages/${encodeURIComponent(mail.key)}` : undefined,
    })
  })
  app.get<MailParams>('/mailbox/:key/html', async (request, reply) => {
    const mail = await mailbox.get(request.params.key)
    // The mailbox stands in for the reader's mail program: it loads pictures and follows links.
    return mail === undefined
      ? sendNoMail(reply)
      : sendMailDocument(reply, { html: mail.html, pictures: 'remote', shop: options.ownPictures?.(request), links: 'new tab' })
  })
  app.get<MailParams>('/mailbox/:key/message.eml', async (request, reply) => {
    const mail = await mailbox.get(request.params.key)
    if (mail === undefined) return sendNoMail(reply)
    return reply.header('content-type', 'message/rfc822').header('content-disposition', 'attachment; filename="message.eml"').send(mail.source)
  })

  async function pageOf(before: string | undefined, limit: number): Promise<{ items: readonly MailboxItem[]; next?: string }> {
    // One more than is shown tells whether there is a next page.
    const entries = await mailbox.list({ ...(before !== undefined && { before }), limit: limit + 1 })
    const items = await mailboxItems(entries.slice(0, limit), store)
    const last = items.at(-1)
    return { items, ...(entries.length > limit && last !== undefined && { next: last.key }) }
  }
}

/** One mail as /mailbox.json lists it. */
function listed(item: MailboxItem): object {
  const { key, channel, to, from, subject, at, journey, step, template, userId, decidedAt } = item
  const iso = (instant: number): string => new Date(instant).toISOString()
  return {
    key,
    ...(channel !== undefined && { channel }),
    to,
    from: from.address,
    subject,
    at: iso(at),
    ...(decidedAt !== undefined && { decidedAt: iso(decidedAt) }),
    journey,
    step,
    template,
    userId,
    url: `/mailbox/${encodeURIComponent(key)}`,
  }
}

function sendNoMail(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { code: 'not-found', detail: 'There is no mail with this key; the mailbox keeps only the newest.' })
}
