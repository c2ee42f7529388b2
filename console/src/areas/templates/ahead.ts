// What the page of a template shows first, asked for and fetched while the page itself is still on its way.

import { askAhead } from '../../client/use-ask.ts'

/** The template with its text, and the editor for it. */
export function templateAhead(template: string): void {
  void askAhead('GET /templates/{template}', { params: { template } })
  void askAhead('GET /templates/{template}/people', { params: { template } })
  // Whether it can be fetched shows where it is shown.
  void import('./page-tab.tsx').catch(() => undefined)
}
