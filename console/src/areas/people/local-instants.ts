// Instants in the server's sentences, which are UTC, in the words and the zone of whoever reads them.

import type { Formats } from '../../words/formats.ts'

const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g

export function localInstants(text: string, formats: Formats): string {
  return text.replaceAll(instant, (found) => formats.exact(Date.parse(found)))
}
