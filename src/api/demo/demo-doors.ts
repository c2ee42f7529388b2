// The doors of the panel beside the demo shop: what Oncue sees of a visitor, winding the clock, and what lies on the shelf. They have no login, so they are open to this machine only, like the mailbox, and
// only in a workspace that is a demo from its first moment on.

import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { durationMs, durationSchema } from '../../model/duration.ts'
import { limits } from '../../model/limits.ts'
import { type Language, languageOf } from '../language.ts'
import { isOnThisMachine, isOwnHost } from '../own-machine.ts'
import { sendProblem } from '../problem.ts'
import type { DemoCatalog } from './demo-catalog.ts'
import { type DemoShelf, shelfLines } from './demo-shelf.ts'

export interface DemoWatch {
  /** UTC milliseconds in the demo, and how far its clock is ahead. */
  time(): { readonly now: number; readonly leadMs: number }
  /** What is known of a visitor, to be handed out as it is; undefined when nobody is known by this anonymousId. */
  story(anonymousId: string, language: Language): Promise<object | undefined>
  /** When something is due next for a visitor. */
  nextOf(anonymousId: string): Promise<number | undefined>
  wind(to: number): Promise<void>
}

export interface DemoDoorsOptions {
  readonly watch: DemoWatch
  readonly shelf: DemoShelf
  readonly catalog: DemoCatalog
  readonly publicUrl?: string
  /** Whether other machines may look, as with the mailbox. */
  readonly isOpen: boolean
}

const lookingSchema = z.object({ visitor: z.string().max(limits.idCharacters).default(''), product: z.string().max(20).default('') })
type Looking = z.infer<typeof lookingSchema>
const wishSchema = z.union([z.strictObject({ forward: durationSchema }), z.strictObject({ toNextOf: z.string().min(1).max(limits.idCharacters) })])
const shelfSchema = z.strictObject({ product: z.string().min(1).max(20), pieces: z.number().int().min(0).max(999) })

/** Registers /demo/seen, /demo/clock and /demo/shelf. */
export async function demoDoors(app: FastifyInstance, { watch, shelf, catalog, publicUrl, isOpen }: DemoDoorsOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  // A page of another site cannot send this type without being asked whether it may, and it may not.
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: 1024 }, (_request, body, done) => done(null, jsonOf(body as string)))
  app.addHook('onRequest', (request, reply, done) => {
    const site = request.headers['sec-fetch-site']
    const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none'
    if (isForeign || (!isOpen && !isOnThisMachine(request))) {
      sendProblem(reply, { code: 'not-open', detail: 'What Oncue sees in the demo is shown on its own machine only.' })
      return
    }
    if (isOwnHost(request.host, publicUrl)) return done()
    sendProblem(reply, { code: 'wrong-host', detail: 'Open the shop under localhost, an IP address, or the configured public address.' })
  })
  const send = async (reply: FastifyReply, { visitor, product }: Looking, language: Language): Promise<FastifyReply> =>
    reply.header('cache-control', 'no-store').send({
      ...watch.time(),
      story: (visitor !== '' && (await watch.story(visitor, language))) || null,
      shelf: await shelfLines(shelf, catalog, product),
    })
  app.get('/demo/seen', (request, reply) => {
    const looking = lookingSchema.safeParse(request.query)
    if (!looking.success)
      return sendProblem(reply, { code: 'bad-request', detail: 'visitor must be the anonymousId of the visitor, product the id of a product.' })
    return send(reply, looking.data, languageOf(request))
  })
  app.post('/demo/clock', async (request, reply) => {
    const wish = wishSchema.safeParse(request.body)
    const looking = lookingSchema.safeParse(request.query)
    if (!wish.success || !looking.success) return sendProblem(reply, { code: 'bad-request', detail: 'Say {"forward": "30m"} or {"toNextOf": VISITOR}.' })
    const { now } = watch.time()
    const to = 'forward' in wish.data ? now + durationMs(wish.data.forward) : await watch.nextOf(wish.data.toNextOf)
    if (to === undefined) return sendProblem(reply, { code: 'conflict', detail: 'Nothing is due for you.' })
    if (to > now + limits.windMs) return sendProblem(reply, { code: 'bad-request', detail: 'That is too far: at most a year at a time.' })
    await watch.wind(to)
    return send(reply, looking.data, languageOf(request))
  })
  app.post('/demo/shelf', async (request, reply) => {
    const wish = shelfSchema.safeParse(request.body)
    const looking = lookingSchema.safeParse(request.query)
    if (!wish.success || !looking.success) return sendProblem(reply, { code: 'bad-request', detail: 'Say {"product": ID, "pieces": 6}, or 0 pieces for none.' })
    if (!(await shelf.put(wish.data.product, wish.data.pieces)))
      return sendProblem(reply, { code: 'not-found', detail: 'The catalogue has no such product: it is what the collection "products" holds.' })
    // The mails that follow are there with the answer.
    await watch.wind(watch.time().now)
    return send(reply, looking.data, languageOf(request))
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
