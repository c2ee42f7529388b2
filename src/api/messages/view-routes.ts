// The pages that show one kept message to a browser that was given a link to it. What the message brings along can do nothing; looking at it counts as
// nothing: links lead where they lead in the end, and the picture by which an opening is seen is gone.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OutgoingMessage } from '../../runtime/channel.ts'
import type { Clock } from '../../runtime/clock.ts'
import { openArchived } from '../../runtime/sending/archivist.ts'
import { unpackLinks } from '../../runtime/sending/link-map.ts'
import { unlayLinks } from '../../runtime/sending/unlay-links.ts'
import type { Delivery, Store } from '../../runtime/store.ts'
import type { FindOwnPictures } from '../demo/own-pictures.ts'
import { languageOf } from '../language.ts'
import type { ReactionTokens } from '../links/reaction-token.ts'
import { sendMailDocument } from '../mail-document.ts'
import { type Around, type MailTab, sendExpiredViewPage, sendMailPage, tabsOf } from '../mailbox/mail-page.ts'
import type { MailboxMail } from '../mailbox/mailbox-view.ts'
import { mailboxWords } from '../mailbox/mailbox-words.ts'
import { mailWithoutOwnLinks } from './own-links.ts'
import { type ViewTokens, viewPath } from './view-token.ts'

export interface ViewOptions {
  readonly tokens: ViewTokens
  readonly reactions: Pick<ReactionTokens, 'verify'>
  readonly store: Pick<Store, 'delivery' | 'archived' | 'archiveDictionary' | 'identitiesOf'>
  readonly clock: Pick<Clock, 'now'>
  readonly workspace: () => string
  readonly ownPictures?: FindOwnPictures | undefined
}

type Params = { Params: { token: string }; Querystring: { view?: string; width?: string; pictures?: string } }

export async function viewRoutes(app: FastifyInstance, options: ViewOptions): Promise<void> {
  const { store } = options
  const aroundOf = (request: FastifyRequest): Around => ({ workspace: options.workspace(), words: mailboxWords[languageOf(request)] })
  app.get<Params>(`${viewPath}:token`, async (request, reply) => {
    const { token } = request.params
    const shown = await messageOf(token, options)
    if (shown === undefined) return sendExpiredViewPage(reply, aroundOf(request))
    const { delivery, mail } = shown
    const { journey, step, decidedAt, status } = delivery
    const userId = (await store.identitiesOf(delivery.subscriber)).find((identity) => identity.startsWith('u:'))?.slice(2)
    const tabs = tabsOf(mail)
    const view: MailTab | undefined = tabs.find((tab) => tab === request.query.view) ?? tabs[0]
    return sendMailPage(reply, {
      mail,
      item: { ...mail, journey, step, decidedAt, ...(userId === undefined ? {} : { userId }) },
      view: view ?? 'text',
      width: request.query.width === 'phone' ? 'phone' : 'wide',
      ...aroundOf(request),
      archive: { status, pictures: request.query.pictures === 'remote' ? 'remote' : 'own' },
    })
  })
  app.get<Params>(`${viewPath}:token/html`, async (request, reply) => {
    const { token } = request.params
    // In a frame of the page a click leads nowhere; by itself it would.
    const isFramed = request.headers['sec-fetch-dest'] === undefined || request.headers['sec-fetch-dest'] === 'iframe'
    if (!isFramed) return reply.redirect(`${viewPath}${encodeURIComponent(token)}`)
    const shown = await messageOf(token, options)
    if (shown === undefined) return sendExpiredViewPage(reply, aroundOf(request))
    const pictures = request.query.pictures === 'remote' ? 'remote' : 'own'
    return sendMailDocument(reply, { html: shown.mail.html, pictures, shop: options.ownPictures?.(request), links: 'nowhere' })
  })
  app.get<Params>(`${viewPath}:token/message.eml`, async (request, reply) => {
    const shown = await messageOf(request.params.token, options)
    if (shown === undefined) return sendExpiredViewPage(reply, aroundOf(request))
    return sendSource(reply, shown.mail.source)
  })
}

function sendSource(reply: FastifyReply, source: string): FastifyReply {
  return reply
    .header('content-type', 'message/rfc822')
    .header('content-disposition', 'attachment; filename="message.eml"')
    .header('cache-control', 'no-store')
    .send(source)
}

interface Shown {
  readonly delivery: Delivery
  readonly mail: MailboxMail
}

/** Undefined for a link that is not ours or not good any more, and where the archive does not have the message. */
async function messageOf(token: string, options: ViewOptions): Promise<Shown | undefined> {
  const claim = options.tokens.verify(token)
  if (claim === undefined || options.clock.now() >= claim.expiresAt) return undefined
  const shown = await openMessage(claim.message, options)
  // The page calls it by what its reader has: the token, never the message's own key.
  if (shown === undefined) return undefined
  const mail = claim.shows === 'whole' ? shown.mail : mailWithoutOwnLinks(shown.mail)
  return { ...shown, mail: { ...mail, key: token } }
}

/** A kept message with links that lead where they lead in the end; undefined where the archive does not have it. */
export async function openMessage(message: string, { reactions, store }: Pick<ViewOptions, 'reactions' | 'store'>): Promise<Shown | undefined> {
  const [delivery, kept] = await Promise.all([store.delivery(message), store.archived(message)])
  if (delivery === undefined || kept === undefined) return undefined
  const source = (await openArchived(store, kept)).toString()
  const item = { key: message, to: kept.address, subject: kept.subject, at: kept.at }
  if (kept.form === 'json') return { delivery, mail: { ...item, ...shortMail(source) } }
  const read = (followed: string) => {
    const about = reactions.verify(followed)
    return about?.message === message ? about.link : undefined
  }
  const unlaying = { read, links: unpackLinks(delivery.links) }
  const { default: PostalMime } = await import('postal-mime')
  const parsed = await PostalMime.parse(source)
  const mail: MailboxMail = {
    ...item,
    from: { address: parsed.from?.address ?? '', ...(parsed.from?.name === undefined ? {} : { name: parsed.from.name }) },
    html: unlayLinks(parsed.html ?? '', 'html', unlaying),
    text: unlayLinks(parsed.text ?? '', 'text', unlaying),
    headers: parsed.headers.map(({ originalKey, key, value }) => ({ name: originalKey ?? key, value })),
    source,
  }
  return { delivery, mail }
}

/** A message of another channel: its text, and what else there is to know. */
function shortMail(source: string): Omit<MailboxMail, 'key' | 'to' | 'subject' | 'at'> {
  const message = JSON.parse(source) as Partial<OutgoingMessage> & { readonly kind: OutgoingMessage['kind'] }
  const known = message as Readonly<Record<string, unknown>>
  const own = (name: string): string => (typeof known[name] === 'string' ? known[name] : '')
  const skipped = new Set(['text', 'body', 'html', 'about', 'headers'])
  const rest = Object.entries(known).filter(([name, value]) => !skipped.has(name) && value !== undefined)
  return {
    channel: message.kind === 'email' ? 'sms' : message.kind,
    from: { address: { sms: 'text message', popup: 'popup', webhook: 'call of a URL', email: 'mail' }[message.kind] },
    html: '',
    text: message.kind === 'webhook' ? own('body') : [own('title'), own('text')].filter((part) => part !== '').join('\n\n'),
    headers: [
      ...rest.map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) })),
      ...Object.entries((known['headers'] ?? {}) as Record<string, string>).map(([name, value]) => ({ name, value })),
    ],
    source,
  }
}
