// The pictures of the demo shop in mails that are looked at in the mailbox, the archive or a preview: this server has them, so they show at once, while those of others wait to be asked
// for. Mails name them by where the shop was when they were sent, samples by the shop's made-up site; both are led to where the shop is now.

import type { FastifyRequest } from 'fastify'

export interface OwnPictures {
  /** Where they are, as a policy names it: http://127.0.0.1:4400/demo/pictures/. */
  readonly at: string
  /** The same page with every address of one of them as it is now. */
  readonly lead: (html: string) => string
}

/** For whoever asks; undefined where this server has no such pictures. */
export type FindOwnPictures = (request: Pick<FastifyRequest, 'protocol' | 'host'>) => OwnPictures | undefined

const host = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/i
/** The shop at any port of this machine, as another start may have had another one. */
const onThisMachine = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?\/demo\/pictures\/(\d{1,3})\.webp/g

export interface ShopAddresses {
  /** The shop's site as its definitions name it. */
  readonly site: () => string | undefined
  readonly publicUrl: string | undefined
}

export function findOwnPictures({ site, publicUrl }: ShopAddresses): FindOwnPictures {
  return (request) => {
    if (!host.test(request.host)) return undefined
    const at = `${request.protocol}://${request.host}/demo/pictures/`
    const named = site()
    const madeUp = named === undefined || !URL.canParse(named) ? [] : [`${new URL(named).origin}/pictures/`]
    const others = [...madeUp, ...(publicUrl === undefined ? [] : [`${publicUrl.replace(/\/$/, '')}/demo/pictures/`])]
    return {
      at,
      lead: (html) =>
        others.reduce(
          (led, other) => led.replaceAll(other, at),
          html.replaceAll(onThisMachine, (_, id: string) => `${at}${id}.webp`),
        ),
    }
  }
}
