// Renders nothing: what a mail looks like is not what the simulation is about.

import type { Renderer } from '../../src/model/facts.ts'

export const plainRenderer: Renderer = {
  async email(template) {
    return { ok: true, subject: template.subject, html: template.html, text: '' }
  },
  async texts(texts) {
    return { ok: true, texts: texts.map(({ text }) => text) }
  },
  async close() {},
}
