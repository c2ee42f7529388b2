// The mail as a page, for whoever has the link that stands in it (`view_url`): its reader, where a mail program shows it badly, and whoever it is passed
// on to. So nothing on the page acts for the person whom the mail was for, and looking at it and following its links counts as nothing. Its address
// cannot be guessed, names nobody, and is good for 90 days, or for as long as the archive keeps the mail.

import type { FastifyInstance } from 'fastify'
import type { OwnPages } from '../../model/page-words.ts'
import { readerWords } from '../../model/reader-words.ts'
import { rewriteLinks } from '../../runtime/sending/rewrite-links.ts'
import type { ReactionOptions } from '../links/reaction-routes.ts'
import type { Seals } from '../links/seal.ts'
import { sendDeadLinkPage } from '../links/unsubscribe-pages.ts'
import { sendMailDocument } from '../mail-document.ts'
import { withoutOwnLinks } from './own-links.ts'
import { openMessage, type ViewOptions } from './view-routes.ts'
import { pagePath } from './view-token.ts'

export interface PageOptions extends Pick<ViewOptions, 'reactions' | 'store' | 'clock' | 'ownPictures'> {
  readonly pages: Pick<Seals, 'open'>
  /** Who the mails are from, as the page for a link that leads nowhere says it. */
  readonly workspace: () => string
  readonly ownPages?: () => OwnPages | undefined
  /** Another address for a link, where it is to lead elsewhere. */
  readonly leadsTo?: ReactionOptions['leadsTo']
}

const pageAgeMs = 90 * 86_400_000

export async function pageRoutes(app: FastifyInstance, options: PageOptions): Promise<void> {
  app.get<{ Params: { token: string } }>(`${pagePath}:token`, async (request, reply) => {
    const html = await pageOf(request.params.token, options)
    if (html === undefined) return sendDeadLinkPage(reply, readerWords(options.ownPages?.(), request.headers['accept-language']), options.workspace())
    reply.header('x-robots-tag', 'noindex, nofollow')
    return sendMailDocument(reply, { html, pictures: 'remote', shop: options.ownPictures?.(request), links: 'new tab' })
  })
}

/** Undefined for a link that is not ours or too old, and for a mail that never left or that the archive does not have whole (any more). */
async function pageOf(token: string, { pages, clock, leadsTo, ...kept }: PageOptions): Promise<string | undefined> {
  const message = pages.open(token)
  const shown = message === undefined ? undefined : await openMessage(message, kept)
  if (shown === undefined || shown.mail.html === '' || shown.delivery.attemptedAt === undefined) return undefined
  if (clock.now() >= shown.mail.at + pageAgeMs) return undefined
  const html = rewriteLinks(withoutOwnLinks(shown.mail.html), ({ href }) => {
    if (href.endsWith(`${pagePath}${token}`)) return '#'
    return URL.canParse(href) ? leadsTo?.(new URL(href)) : undefined
  })
  // What leads nowhere is no link: it would open the same page once more.
  return html.replaceAll(/\shref=(["'])#\1/g, '')
}
