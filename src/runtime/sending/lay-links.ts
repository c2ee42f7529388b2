// Lays the links of a rendered mail: adds UTM parameters, and where the person may be followed, makes each link lead through this server and
// puts the picture in by which an opening is seen. Where each link really leads stays here (the link map); nothing in the mail tells.

import type { Utm } from '../../model/utm.ts'
import type { LinkMap } from './link-map.ts'
import { endOfBody, rewriteLinks } from './rewrite-links.ts'

/** How the links of one mail lead through this server. */
export interface Following {
  /** Where this server is reached; links to it are left alone. */
  readonly base: string
  /** `trap`: a link that no person sees. */
  readonly click: (link: number | 'trap') => string
  readonly open: () => string
}

/** Of a mail as it was rendered. */
export interface Parts {
  readonly html: string
  readonly text: string
}

export interface Laid extends Parts {
  /** Where the links lead, in order; undefined when they lead there by themselves. */
  readonly links: LinkMap | undefined
}

export interface Laying {
  readonly utm: Utm | undefined
  /** Undefined when nobody may be followed. */
  readonly following: Following | undefined
  /** Addresses of this server that stand in the mail. */
  readonly own: readonly string[]
}

/** The same page always comes out the same. A link of the text part that the page has too is the same link. */
export function layLinks({ html, text }: Parts, { utm, following, own }: Laying): Laid {
  if (utm === undefined && following === undefined) return { html: withoutPrograms(html), text, links: undefined }
  const links: [string, string][] = []
  const plain = new Set<string>()
  const laid = rewriteLinks(html, ({ href, name, isPlain }) => {
    if (isPlain) plain.add(href)
    if (isProgram(href)) return '#'
    if (isPlain || !isWebPage(href) || own.some((address) => isAt(href, address))) return undefined
    const target = utm === undefined ? href : withUtm(href, utm)
    if (following === undefined) return target === href ? undefined : target
    links.push([target, name ?? href])
    return following.click(links.length - 1)
  })
  // Of several links to one page, the first.
  const numbers = new Map(links.map(([target], number) => [target, number] as const).toReversed())
  const laidText = text.replace(address, (href) => {
    if (plain.has(href) || !isWebPage(href) || own.some((one) => isAt(href, one))) return href
    const target = utm === undefined ? href : withUtm(href, utm)
    if (following === undefined) return target
    const number = numbers.get(target) ?? links.length
    if (number === links.length) links.push([target, href])
    numbers.set(target, number)
    return following.click(number)
  })
  if (following === undefined) return { html: laid, text: laidText, links: undefined }
  const end = endOfBody(laid)
  const trap = links.length === 0 ? '' : `<a href="${following.click('trap')}" style="display:none" tabindex="-1" aria-hidden="true"></a>`
  const pixel = `<img src="${following.open()}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`
  return { html: `${laid.slice(0, end)}${trap}${pixel}${laid.slice(end)}`, text: laidText, links }
}

/** An address in a text; a full stop or a bracket behind it is none of it. */
const address = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?'()[\]{}]/gi

/** A link that an event filled in may be a program for whoever shows the mail in a page; it leads nowhere then. */
function withoutPrograms(html: string): string {
  return rewriteLinks(html, ({ href }) => (isProgram(href) ? '#' : undefined))
}

/** Browsers pass over spaces and control characters in a scheme. */
function isProgram(href: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what browsers pass over
  return /^(?:javascript|vbscript|data):/i.test(href.slice(0, 200).replaceAll(/[\u0000-\u0020]/g, ''))
}

function isWebPage(href: string): boolean {
  return /^https?:\/\//i.test(href) && URL.canParse(href)
}

/** Whether a link is an address or leads below it. */
function isAt(href: string, address: string): boolean {
  return href === address || href.startsWith(`${address.replace(/\/$/, '')}/`)
}

const parameters = ['source', 'medium', 'campaign', 'content', 'term'] as const

/** The address with the parameters that it does not have yet. Everything else of it stays as it is, to the character. */
export function withUtm(href: string, utm: Utm): string {
  const hash = href.indexOf('#')
  const [page, fragment] = hash === -1 ? [href, ''] : [href.slice(0, hash), href.slice(hash)]
  const known = new Set([...new URL(href).searchParams.keys()].map((name) => name.toLowerCase()))
  const added = parameters.flatMap((name) => {
    const value = utm[name]
    return value === undefined || known.has(`utm_${name}`) ? [] : [`utm_${name}=${encodeURIComponent(value)}`]
  })
  if (added.length === 0) return href
  const separator = !page.includes('?') ? '?' : page.endsWith('?') || page.endsWith('&') ? '' : '&'
  return `${page}${separator}${added.join('&')}${fragment}`
}
