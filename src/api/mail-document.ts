// The HTML of a mail as a document of its own, wherever this server shows one: in the mailbox and in the archive. It runs no script, sends no form,
// opens no frame, and has an origin of its own; what it may load, and whether its links lead anywhere, is said by whoever shows it.

import type { FastifyReply } from 'fastify'
import type { OwnPictures } from './demo/own-pictures.ts'

export interface MailDocument {
  readonly html: string
  /** own: only what is in the mail itself, or this server's; remote: from anywhere. */
  readonly pictures: 'own' | 'remote'
  /** Pictures of this server, which show in any case. */
  readonly shop?: OwnPictures | undefined
  /** new tab: as a reader would follow them; nowhere: only to be looked at, a click does nothing and the keyboard passes them by. */
  readonly links: 'new tab' | 'nowhere'
}

/** Sends it; to be shown in a frame of a page of this server. */
export function sendMailDocument(reply: FastifyReply, { html, pictures, shop, links }: MailDocument): FastifyReply {
  const isRemote = pictures === 'remote'
  const policy = [
    links === 'new tab' ? 'sandbox allow-popups allow-popups-to-escape-sandbox' : 'sandbox',
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data:${isRemote ? ' http: https:' : shop === undefined ? '' : ` ${shop.at}`}`,
    ...(isRemote ? ['font-src data: https:'] : []),
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .send(laidOut(shop === undefined ? html : shop.lead(html), links))
}

function laidOut(html: string, links: MailDocument['links']): string {
  return links === 'new tab' ? withLinksInNewTabs(html) : asOneStop(withLinksInNewTabs(html))
}

/**
 * Where a click does nothing, the keyboard does not stop either: a mail of thirty links would be thirty stops on the way to what comes after it. The page as a
 * whole is one, because it may have to be scrolled, and shows that it has the focus: the page around it cannot know.
 */
function asOneStop(html: string): string {
  return html
    .replaceAll(/<(a|area|button|input|select)(?=[\s>])/gi, '<$1 tabindex="-1"')
    .replace(/<html(?=[\s>])/i, '<html tabindex="0"')
    .replace('<base target="_blank">', (base) => `${base}<style>:root:focus-visible{outline:3px auto;outline-offset:-4px}</style>`)
}

/** Links would open inside the small frame otherwise; where no tab may be opened, they do nothing. The element goes where a browser still reads the doctype before it. */
function withLinksInNewTabs(source: string): string {
  const start = /<head\b[^>]*>/i.exec(source) ?? /<html\b[^>]*>/i.exec(source) ?? /^\s*<!doctype[^>]*>/i.exec(source)
  const at = start === null ? 0 : start.index + start[0].length
  return `${source.slice(0, at)}<base target="_blank">${source.slice(at)}`
}
