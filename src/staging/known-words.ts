// The texts that are no person's own, and so stay as they are in a copy: what the definitions say, what the catalogue sells, and the words of the product
// itself. It never holds a text that it read from the log.

import type { ProgramSource } from '../engine/program.ts'
import { limits } from '../model/limits.ts'
import type { Store } from '../runtime/store.ts'

/** Words that events of the product and of usual clients carry. */
const ownWords =
  'email sms popup webhook human proxy machine hard soft desktop mobile tablet web ios android link form page server import api admin bulk system true false yes no null none other unknown active inactive trial free basic pro premium enterprise monthly yearly new open closed pending paid refunded cancelled completed failed link unsubscribe'.split(
    ' ',
  )
/** Longer ones are texts that somebody wrote. */
const mostCharacters = 80

/** Whether a text is nobody's own. */
export type IsKnown = (text: string) => boolean

/** What is known beforehand: of all definitions that were ever in force, and of the catalogue. */
export async function knownWords(sources: readonly ProgramSource[], store: Pick<Store, 'catalogue'>): Promise<IsKnown> {
  const words = new Set(ownWords)
  const add = (text: string): void => {
    if (text.length > 0 && text.length <= mostCharacters && words.size < limits.stagingKnownWords) words.add(text)
  }
  for (const { workspace, segments, journeys, templates, collections, pools } of sources) {
    collect(
      [workspace, segments, journeys.map(({ definition }) => definition), collections, pools, templates.map(({ template, topic }) => [template, topic])],
      add,
    )
    for (const { html, mjml, subject, text } of templates) for (const written of [html, mjml, subject, text]) collectLiquid(written, add)
  }
  for (const { collection } of sources.at(-1)?.collections ?? []) await collectItems(store, collection, add)
  return (text) => words.has(text) || words.has(text.trim().toLowerCase())
}

function collect(value: unknown, add: (text: string) => void): void {
  if (typeof value === 'string') add(value)
  else if (Array.isArray(value)) for (const one of value) collect(one, add)
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collect(one, add)
}

/** What a template compares with: {% if subscriber.plan == 'pro' %}. */
function collectLiquid(written: string | undefined, add: (text: string) => void): void {
  for (const [tag] of (written ?? '').matchAll(/\{%[^%]{1,500}%\}/g)) for (const [, text = ''] of tag.matchAll(/['"]([^'"]{1,80})['"]/g)) add(text)
}

async function collectItems({ catalogue }: Pick<Store, 'catalogue'>, collection: string, add: (text: string) => void): Promise<void> {
  for (let after = ''; ; ) {
    const items = await catalogue.itemsAfter(collection, { after, limit: pageOfItems })
    for (const { id, body } of items) {
      add(id)
      collect(JSON.parse(body), add)
    }
    if (items.length < pageOfItems) return
    after = items.at(-1)?.id ?? after
  }
}

const pageOfItems = 1000
