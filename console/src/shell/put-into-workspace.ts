// Puts a topic or a list at the end of those that the workspace declares, as part of the draft of its file. Comments and order of the file stay; it holds
// once that draft is published.

import { ask } from '../client/ask.ts'
import { Problem } from '../client/problem.ts'
import { answers, refresh } from '../client/use-ask.ts'
import { holdsWorkspace } from './use-topics.ts'

export interface Unable {
  /** Said when no file holds the workspace. */
  readonly none: string
  /** Said when the file cannot be read. */
  readonly unreadable: string
}

/** Throws a Problem where it cannot be kept. */
export async function putIntoWorkspace(key: 'topics' | 'lists', item: unknown, { none, unreadable }: Unable): Promise<void> {
  const { files } = await ask('GET /definitions')
  const path = files.find(holdsWorkspace)?.path
  if (path === undefined) throw new Problem(409, { title: none })
  const file = await ask('GET /definitions/file', { query: { path } })
  const text = file.drafted?.text ?? file.text ?? ''
  const index = file.documents.findIndex(({ kind }) => kind === 'workspace')
  const before = (file.documents[index]?.value as Readonly<Record<string, unknown>> | undefined)?.[key]
  const { writeYaml } = await import('../kit/write-yaml.ts')
  const hasSome = Array.isArray(before) && before.length > 0
  const next = writeYaml(text, { index, path: hasSome ? [key, before.length] : [key] }, hasSome ? item : [item])
  if (next === undefined) throw new Problem(409, { title: unreadable })
  await ask('PUT /drafts', { body: { path, text: next, revision: file.draft?.revision ?? 0 } })
  await refresh(answers, ['/definitions', '/drafts', '/schema', '/templates'])
}
