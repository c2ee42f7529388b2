// The page of a preview, for a frame of the console: it runs nothing, its links lead nowhere, pictures of others are loaded only when asked, and it can be
// looked at as a reader sees it who likes it dark.

import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../runtime/clock.ts'
import { sendMailDocument } from '../mail-document.ts'
import { sendProblem } from '../problem.ts'
import { inScheme } from './in-scheme.ts'
import { type PreviewShelf, previewPath } from './preview-shelf.ts'
import { withoutPictures } from './without-pictures.ts'

export interface PreviewRouteOptions {
  readonly shelf: Pick<PreviewShelf, 'find'>
  readonly clock: Pick<Clock, 'now'>
}

type Asked = { Params: { id: string }; Querystring: { pictures?: string; scheme?: string } }

export async function previewRoutes(app: FastifyInstance, { shelf, clock }: PreviewRouteOptions): Promise<void> {
  app.get<Asked>(`${previewPath}:id`, async (request, reply) => {
    const html = shelf.find(request.params.id, clock.now())
    if (html === undefined) return sendProblem(reply, { code: 'not-found', detail: 'This preview is not kept any more; make it again.' })
    const { pictures, scheme } = request.query
    const shown = scheme === 'dark' || scheme === 'light' ? inScheme(html, scheme) : html
    if (pictures === 'remote') return sendMailDocument(reply, { html: shown, pictures, links: 'nowhere' })
    return sendMailDocument(reply, { html: withoutPictures(shown), pictures: 'own', links: 'nowhere' })
  })
}
