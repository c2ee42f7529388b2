// The topics that may be chosen: as the draft of the workspace says them, else those in force; and which of them hold only once that draft is published.

import { useAsk } from '../client/use-ask.ts'

export interface KnownTopic {
  readonly topic: string
  readonly description?: string
}

export interface Topics {
  readonly topics: readonly KnownTopic[]
  /** None is declared, so that any name will do. */
  readonly isOpen: boolean
  readonly isPending: boolean
  /** The file whose draft has to be published before a mail may name this topic; undefined where it is in force. */
  draftOf(topic: string | null): string | undefined
}

/** Asks for them. */
export function useTopics(): Topics {
  const folder = useAsk('GET /definitions', {})
  const workspace = folder.data?.files.find(holdsWorkspace)
  const path = workspace?.path
  const file = useAsk('GET /definitions/file', { query: { path: path ?? '' } }, { when: path !== undefined })
  const names = useAsk('GET /schema/names', {})
  const inForce = (names.data?.topics ?? []).map(({ name, description }) => ({ topic: name, ...(description === null ? {} : { description }) }))
  const drafted = topicsOf(file.data?.documents.find(({ kind }) => kind === 'workspace')?.value)
  return {
    topics: [...drafted, ...inForce.filter(({ topic }) => !drafted.some((one) => one.topic === topic))],
    isOpen: drafted.length === 0 && inForce.length === 0,
    isPending: folder.isPending || names.isPending || (path !== undefined && file.isPending),
    draftOf(topic) {
      const isNew = drafted.some((one) => one.topic === topic) && !inForce.some((one) => one.topic === topic)
      return isNew && workspace?.draft != null ? path : undefined
    },
  }
}

export interface Lists {
  readonly lists: readonly string[]
  /** None is declared, so that any name will do. */
  readonly isOpen: boolean
  readonly isPending: boolean
  /** The file whose draft has to be published before anybody may be put on this list; undefined where any may, or it is in force. */
  draftOf(list: string): string | undefined
}

/** The lists that may be chosen: those that the draft of the workspace declares, those in force, and those that somebody is on. */
export function useLists(): Lists {
  const folder = useAsk('GET /definitions', {})
  const workspace = folder.data?.files.find(holdsWorkspace)
  const path = workspace?.path
  const file = useAsk('GET /definitions/file', { query: { path: path ?? '' } }, { when: path !== undefined })
  const names = useAsk('GET /schema/names', {})
  const inForce = names.data?.lists ?? []
  const filled = (useAsk('GET /lists', {}).data?.lists ?? []).map(({ list }) => list)
  const declared = (file.data?.documents.find(({ kind }) => kind === 'workspace')?.value as { readonly lists?: unknown } | undefined)?.lists
  const drafted = Array.isArray(declared) ? declared.filter((one) => typeof one === 'string') : undefined
  return {
    lists: [...new Set([...(drafted ?? []), ...inForce, ...filled])],
    isOpen: drafted === undefined,
    isPending: folder.isPending || names.isPending || (path !== undefined && file.isPending),
    draftOf: (list) => (drafted?.includes(list) === true && !inForce.includes(list) && workspace?.draft != null ? path : undefined),
  }
}

/** Topics that a workspace declares, as far as they can be read. */
export function topicsOf(workspace: unknown): readonly KnownTopic[] {
  const { topics } = (workspace ?? {}) as { readonly topics?: unknown }
  return Array.isArray(topics) ? topics.filter((one): one is KnownTopic => typeof (one as Partial<KnownTopic> | null)?.topic === 'string') : []
}

/** Whether the workspace stands in this file. */
export function holdsWorkspace({ holds }: { readonly holds: readonly { readonly kind: string }[] }): boolean {
  return holds.some(({ kind }) => kind === 'workspace')
}
