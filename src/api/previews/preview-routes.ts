// The page of a preview, for a frame of the console: it runs nothing, its links lead nowhere, pictures of others are loaded only when asked, and it can be
// looked at as a reader sees it who likes it dark.

import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../runtime/clock.ts'
import type { FindOwnPictures } from '../demo/own-pictures.ts'
import { sendMailDocument } from '../mail-document.ts'
import { sendProblem } from '../problem.ts'
import { inScheme } from './in-scheme.ts'
import { type PreviewShelf, previewPath } from './preview-shelf.ts'
import { withoutPictures } from './without-pictures.ts'

export interface PreviewRouteOptions {
  readonly shelf: Pick<PreviewShelf, 'find'>
  readonly clock: Pick<Clock, 'now'>
  readonly ownPictures?: FindOwnPictures | undefined
}

type Asked = { Params: { id: string }; Querystring: { pictures?: string; scheme?: string } }

export async function previewRoutes(app: FastifyInstance, { shelf, clock, ownPictures }: PreviewRouteOptions): Promise<void> {
  app.get<Asked>(`${previewPath}:id`, async (request, reply) => {
    const html = shelf.find(request.params.id, clock.now())
    if (html === undefined) return sendProblem(reply, { code: 'not-found', detail: 'This preview is not kept any more; make it again.' })
    const { pictures, scheme } = request.query
    const shown = scheme === 'dark' || scheme === 'light' ? inScheme(html, scheme) : html
    const shop = ownPictures?.(request)
    if (pictures === 'remote') return sendMailDocument(reply, { html: shown, pictures, shop, links: 'nowhere' })
    const left = shop === undefined ? withoutPictures(shown) : withoutPictures(shop.lead(shown), shop.at)
    return sendMailDocument(reply, { html: left, pictures: 'own', shop, links: 'nowhere' })
  })
}
