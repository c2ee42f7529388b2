// What the page of a template shows first, asked for and fetched while the page itself is still on its way.

import { answers, askAhead } from '../../client/use-ask.ts'
import { draftFileQuestion } from '../../shell/draft-file.ts'
import type { OneTemplate } from './shown-with.tsx'

/** The template with the files that it is written in, and the mail as it is shown when nobody has chosen with whom. */
export function templateAhead(template: string, search: Readonly<Record<string, string>>): void {
  const params = { template }
  void askAhead('GET /templates/{template}', { params }).then((one) => {
    // The page that is drawn first would ask, one way there and back later.
    for (const path of one === undefined ? [] : filesOf(one, search['file'] ?? '')) void answers.prefetchQuery(draftFileQuestion(path))
  })
  void askAhead('GET /templates/{template}/people', { params })
  if (search['with'] === undefined && search['lang'] === undefined) void askAhead('POST /templates/{template}/preview', { params, body: { files: {} } })
}

/** The definition's own file, those of its parts, and the one that is open. */
export function filesOf({ file, parts }: OneTemplate, open: string): readonly string[] {
  return [...new Set([file, ...parts.map((part) => part.file), ...(open === '' ? [] : [open])])]
}
