// Pages of previews, kept for a moment so that a browser can fetch them into a frame that can do nothing. Whoever was given the address of one sees
// it; addresses cannot be guessed, and nothing outlives the process.

import { randomUUID } from 'node:crypto'
import { limits } from '../../model/limits.ts'

export interface PreviewShelf {
  /** The path under which the page can be fetched for `limits.previewMs`. */
  keep(html: string, now: number): string
  find(id: string, now: number): string | undefined
}

export const previewPath = '/preview/'

/** An empty shelf. */
export function createPreviewShelf(): PreviewShelf {
  const pages = new Map<string, { readonly html: string; readonly until: number }>()
  return {
    keep(html, now) {
      const id = randomUUID()
      pages.set(id, { html, until: now + limits.previewMs })
      for (const old of pages.keys()) {
        if (pages.size <= limits.previewsKept) break
        pages.delete(old)
      }
      return `${previewPath}${id}`
    },
    find(id, now) {
      const page = pages.get(id)
      return page === undefined || now >= page.until ? undefined : page.html
    },
  }
}
