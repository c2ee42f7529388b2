// What the page of a template shows first, asked for and fetched while the page itself is still on its way.

import { askAhead } from '../../client/use-ask.ts'

/** The template, and the mail as it is shown when nobody has chosen with whom. */
export function templateAhead(template: string, search: Readonly<Record<string, string>>): void {
  const params = { template }
  void askAhead('GET /templates/{template}', { params })
  void askAhead('GET /templates/{template}/people', { params })
  if (search['with'] === undefined && search['lang'] === undefined) void askAhead('POST /templates/{template}/preview', { params, body: { files: {} } })
}
