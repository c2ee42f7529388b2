// Files whose drafts have to be published together with a journey because it names what is only in them: a template, segment, topic or list that was made
// on the way. Changes of what is already in force are nobody's business here.

import { useAsk } from '../../client/use-ask.ts'
import { useLists, useTopics } from '../../shell/use-topics.ts'

interface File {
  readonly path: string
  readonly draft: { readonly does: string } | null
  readonly holds: readonly { readonly kind: string; readonly name: string }[]
}

/** Their paths; undefined while they are on their way. `journey` is what it says, as plain data. */
export function useNeededDrafts(journey: unknown): readonly string[] | undefined {
  const folder = useAsk('GET /definitions', {})
  const { draftOf: topicIn, isPending: isTopicPending } = useTopics()
  const { draftOf: listIn, isPending: isListPending } = useLists()
  const names = textsIn(journey)
  const made = newFilesOf(folder.data?.files ?? [], names)
  const isMail = made.some(({ holds }) => holds.some(({ kind }) => kind === 'template'))
  const asked = useAsk('GET /templates', { query: {} }, { when: isMail })
  // What a new mail is about may be new as well.
  const topics = (asked.data?.templates ?? []).flatMap(({ template, topic }) => (topic !== null && names.has(template) ? [topic] : []))
  if (folder.isPending || isTopicPending || isListPending || (isMail && asked.isPending)) return undefined
  const workspace = [...names, ...topics].map((name) => topicIn(name) ?? listIn(name)).find((path) => path !== undefined)
  return [...made.map(({ path }) => path), ...(workspace === undefined ? [] : [workspace])]
}

/** New files that hold a template or segment of these names, with the pages and texts that lie beside them. */
export function newFilesOf(files: readonly File[], names: ReadonlySet<string>): readonly File[] {
  const isNew = ({ draft }: File): boolean => draft?.does === 'create'
  const named = files.filter((file) => isNew(file) && file.holds.some(({ kind, name }) => (kind === 'template' || kind === 'segment') && names.has(name)))
  const stems = new Set(named.map(({ path }) => stemOf(path)))
  return files.filter((file) => isNew(file) && (named.includes(file) || (file.holds.length === 0 && stems.has(stemOf(file.path)))))
}

/** templates/hello.de.mjml lies beside templates/hello.yaml. */
function stemOf(path: string): string {
  const slash = path.lastIndexOf('/') + 1
  const dot = path.indexOf('.', slash)
  return dot === -1 ? path : path.slice(0, dot)
}

function textsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof value === 'string') found.add(value)
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) textsIn(inner, found)
  return found
}
