// Takes back what was put into a mail to follow it (lay-links.ts): each link leads again where it leads in the end, and the picture and the link that
// no person sees are gone. So whoever looks at a kept mail neither counts as a reader nor follows anybody.

import type { Link } from './link-map.ts'

export interface Unlaying {
  /** What stands in a token: a link's number, the picture (open) or the hidden link (trap); undefined for a token of another message, or none. */
  readonly read: (token: string) => number | 'open' | 'trap' | undefined
  readonly links: readonly Link[]
}

const followed = /https?:\/\/[^\s"'<>\\^`{|}]*\/[co]\/([\w-]{20,2000})/g
/** A picture or a hidden link whose address was taken back. */
const emptied =
  /<(?:img src="oncue-gone:" width="1" height="1" alt="" style="[^"]*"|a href="oncue-gone:" style="display:none" tabindex="-1" aria-hidden="true"><\/a)>/g

/** HTML with its own addresses; `form` says how an address is written there. */
export function unlayLinks(text: string, form: 'html' | 'text', { read, links }: Unlaying): string {
  const plain = text.replace(followed, (whole, token: string) => {
    const found = read(token)
    if (found === undefined) return whole
    if (typeof found !== 'number') return 'oncue-gone:'
    const { target } = links[found] ?? { target: 'oncue-gone:' }
    return form === 'html' ? target.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : target
  })
  return plain.replace(emptied, '').replaceAll('oncue-gone:', '#')
}
