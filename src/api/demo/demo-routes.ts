// The demo shop at /demo: pages as a shop would make them, to try Oncue on. It is there only when the server was started as a demo. The shop knows
// nothing of Oncue's data: all that Oncue learns of it comes from the browser script in its pages.

import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Html } from '../html.ts'
import { languageOf } from '../language.ts'
import { sendProblem } from '../problem.ts'
import { cartCookie, cartText, cookieIn, type DemoCart, readCart, totalOf, withoutProduct, withProduct } from './demo-cart.ts'
import { readDemoCatalog } from './demo-catalog.ts'
import { type DemoWatch, demoDoors } from './demo-doors.ts'
import { cartPage, checkoutPage, type DemoFrame, framed, productList, productPage, sendDemoPage, thanksPage } from './demo-pages.ts'
import { panelScript } from './demo-panel.ts'
import { type DemoShelf, everything } from './demo-shelf.ts'
import { demoScript } from './demo-style.ts'

export interface DemoOptions {
  /** Where the products and their pictures are. */
  readonly folder: string
  /** The key for pages. */
  readonly key: string
  readonly hasMailbox: boolean
  readonly publicUrl?: string
  /** What the shop is called. */
  readonly name: () => string
  /** The shop's site as the definitions name it. */
  readonly site: () => string | undefined
  readonly shelf: DemoShelf
  /** What is shown beside the pages; without it there is no panel. */
  readonly watch?: DemoWatch
  /** Whether other machines may see that, too. */
  readonly isWatchOpen?: boolean
}

const orderCookie = 'demo_order'

/** Registers /demo and what is below it. */
export async function demoRoutes(app: FastifyInstance, options: DemoOptions): Promise<void> {
  const catalog = readDemoCatalog(options.folder)
  const { watch, shelf, publicUrl, isWatchOpen = false } = options
  if (watch !== undefined) app.register(demoDoors, { watch, shelf, catalog, isOpen: isWatchOpen, ...(publicUrl !== undefined && { publicUrl }) })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 4096 }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  )
  const frameOf = (request: FastifyRequest): DemoFrame => {
    const base = options.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`
    return {
      cart: readCart(request.headers.cookie, catalog),
      key: options.key,
      base,
      hasMailbox: options.hasMailbox,
      hasPanel: options.watch !== undefined,
      name: options.name(),
      language: languageOf(request),
    }
  }
  const show = (reply: FastifyReply, frame: DemoFrame, title: string, content: Html, status = 200): FastifyReply => {
    keep(reply, cartCookie, cartText(frame.cart))
    return sendDemoPage(reply, { title: `${title} · ${frame.name}`, body: framed(frame, content), status })
  }

  app.get<{ Querystring: { type?: unknown } }>('/demo', async (request, reply) => {
    const type = catalog.types.find((one) => one === request.query.type)
    return show(reply, { ...frameOf(request), lookedAt: everything }, type ?? 'Everything', productList(catalog, type, await shelf.soldOut()))
  })
  app.get<{ Params: { id: string } }>('/demo/products/:id', async (request, reply) => {
    const product = catalog.find(request.params.id)
    const [frame, soldOut] = [frameOf(request), await shelf.soldOut()]
    if (product === undefined) return show(reply, frame, 'Not here', productList(catalog, undefined, soldOut), 404)
    return show(reply, { ...frame, lookedAt: product.id }, product.name, productPage(product, frame, soldOut.has(product.id)))
  })
  app.get('/demo/cart', (request, reply) => {
    const frame = frameOf(request)
    return show(reply, frame, 'Your cart', cartPage(frame))
  })
  app.post<{ Body: Readonly<Record<string, string>> | undefined }>('/demo/cart', async (request, reply) => {
    const { cart } = frameOf(request)
    const soldOut = await shelf.soldOut()
    const [added, removed] = [catalog.find(request.body?.['add'] ?? ''), catalog.find(request.body?.['remove'] ?? '')]
    const after: DemoCart =
      added !== undefined && !soldOut.has(added.id) ? withProduct(cart, added) : removed !== undefined ? withoutProduct(cart, removed) : cart
    return keep(reply, cartCookie, cartText(after)).redirect('/demo/cart', 303)
  })
  app.get('/demo/checkout', (request, reply) => {
    const frame = frameOf(request)
    return frame.cart.lines.length === 0 ? reply.redirect('/demo/cart', 303) : show(reply, frame, 'Checkout', checkoutPage(frame))
  })
  app.post('/demo/checkout', (request, reply) => {
    const { cart } = frameOf(request)
    if (cart.lines.length === 0) return reply.redirect('/demo/cart', 303)
    const order = `o-${randomBytes(4).toString('hex')}:${cart.id}:${totalOf(cart)}`
    return keep(keep(reply, orderCookie, order), cartCookie, '').redirect('/demo/thanks', 303)
  })
  app.get('/demo/thanks', (request, reply) => {
    const [, id = '', cart = '', revenue] =
      /^(o-[0-9a-f]{8}):(c-[0-9a-f]{8}):(\d{1,7}(?:\.\d{1,2})?)$/.exec(cookieIn(request.headers.cookie, orderCookie) ?? '') ?? []
    // Told once: who loads the page again has not ordered again.
    keep(reply, orderCookie, '')
    return show(reply, frameOf(request), 'Thank you', thanksPage(revenue === undefined ? undefined : { id, cart, revenue: Number(revenue) }))
  })
  app.get('/demo/shop.js', (_request, reply) => reply.header('content-type', 'text/javascript; charset=utf-8').send(`${demoScript}${panelScript}`))
  app.get<{ Params: { name: string } }>('/demo/pictures/:name', (request, reply) => {
    const picture = catalog.picture(request.params.name.replace(/\.webp$/, ''))
    if (picture === undefined) return sendProblem(reply, { code: 'not-found', detail: 'There is no such picture.' })
    return reply
      .header('content-type', 'image/webp')
      .header('cache-control', 'public, max-age=86400')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(picture)
  })
}

/** A cookie of the shop's own, below /demo; an empty one is taken away. */
function keep(reply: FastifyReply, name: string, value: string): FastifyReply {
  const life = value === '' ? 'Max-Age=0' : 'Max-Age=604800'
  return reply.header('set-cookie', `${name}=${value}; Path=/demo; ${life}; HttpOnly; SameSite=Lax`)
}
