// When each key was last heard, kept over restarts: the newest are saved once a minute and at the end, so that a crash forgets no more than a minute.

import { join } from 'node:path'
import { z } from 'zod'
import { SourceBook } from '../api/tracking/source-book.ts'
import { readKeptNotes, replaceFile } from '../settings/kept-file.ts'

const keptSchema = z.strictObject({
  since: z.number(),
  sources: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['server', 'browser']),
      firstSeenAt: z.number(),
      lastSeenAt: z.number(),
      accepted: z.number(),
      refused: z.number(),
      lastRefusedAt: z.number().nullable(),
    }),
  ),
})

const saveEveryMs = 60_000

export interface KeptSources {
  readonly book: SourceBook
  /** Keeps what was not saved yet. */
  close(): void
}

/** Opens the book where it was left. */
export function openSources({ data, now }: { readonly data: string; readonly now: () => number }): KeptSources {
  const path = join(data, 'sources.json')
  const { since, sources } = readKeptNotes(path, keptSchema, { since: now(), sources: [] })
  let savedAt = now()
  const save = (): void => {
    savedAt = now()
    try {
      replaceFile(path, JSON.stringify({ since: book.since, sources: book.list() }))
    } catch {
      // When a source was last heard is no reason to refuse an event.
    }
  }
  const book = new SourceBook(since, {
    sources,
    onNote: () => {
      if (now() - savedAt > saveEveryMs) save()
    },
  })
  return {
    book,
    close: () => {
      if (book.list().length > 0) save()
    },
  }
}
