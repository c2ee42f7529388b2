// The file that holds a collection, with its draft, and keys of it written anew: comments and whatever else stands there stay.

import { ask } from '../../client/ask.ts'
import { Problem } from '../../client/problem.ts'
import { answers, refresh, useAsk } from '../../client/use-ask.ts'
import { writeYaml } from '../../kit/write-yaml.ts'

export interface CollectionFile {
  readonly path: string
  /** Which definition of the file, from 0. */
  readonly index: number
  readonly text: string
  readonly revision: number
  /** What the definition says. */
  readonly value: unknown
}

/** Undefined while it is read; null where no file that can be changed here holds the collection. */
export function useCollectionFile(collection: string): CollectionFile | null | undefined {
  const folder = useAsk('GET /definitions', {})
  const path = folder.data?.files.find(({ holds }) => holds.some(({ kind, name }) => kind === 'collection' && name === collection))?.path
  const file = useAsk('GET /definitions/file', { query: { path: path ?? '' } }, { when: path !== undefined })
  if (folder.isPending || (path !== undefined && file.isPending)) return undefined
  const documents = file.data?.documents ?? []
  const index = documents.findIndex(({ value }) => (value as { readonly collection?: unknown } | null)?.collection === collection)
  if (path === undefined || file.data === undefined || index === -1) return null
  return {
    path,
    index,
    text: file.data.drafted?.text ?? file.data.text ?? '',
    revision: file.data.draft?.revision ?? 0,
    value: documents[index]?.value,
  }
}

/** Keeps the draft with keys written anew, undefined for those that are taken away. Throws where the file cannot be read: `unreadable` says so. */
export async function keepCollectionFile(
  { path, index, text, revision }: CollectionFile,
  changes: readonly (readonly [key: string, value: unknown])[],
  unreadable: string,
): Promise<void> {
  const next = changes.reduce<string | undefined>((so, [key, value]) => so && writeYaml(so, { index, path: [key] }, value), text)
  if (next === undefined) throw new Problem(409, { title: unreadable })
  await ask('PUT /drafts', { body: { path, text: next, revision } })
  await refresh(answers, ['/definitions', '/drafts'])
}
