// The script as a page loads it: everything it needs stands in its own tag.

import { load } from './oncue.ts'
import type { LoadOptions } from './site-api.ts'

const tag = document.currentScript as HTMLScriptElement | null
if (tag) {
  const said = tag.dataset
  if (said['key']) load({ endpoint: new URL(tag.src).origin, ...said, query: said['query']?.split(/[\s,]+/) } as unknown as LoadOptions)
  else console.warn('oncue: data-key is missing')
}
