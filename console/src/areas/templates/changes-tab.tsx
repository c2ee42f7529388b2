// What the draft of a template changes, file by file, against what is on disk.

import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { DiffView } from '../../kit/diff-view.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { useWords } from '../../words/words.ts'
import type { TabProps } from './tab-props.ts'

/** The tab. */
export function ChangesTab({ template, draft, locked }: TabProps) {
  const say = useWords('templates')
  const discard = useTell('POST /drafts/discard', { refreshes: ['/definitions', '/templates'] })
  const files = [...new Set([template.file, ...template.parts.map(({ file }) => file), ...Object.keys(draft.typed)])]
  const changed = files.flatMap((path) => {
    const file = draft.fileOf(path)
    const text = draft.textOf(path)
    return text === undefined || text === (file?.text ?? '')
      ? []
      : [{ path, before: file?.text ?? '', after: text, isKept: file?.draft !== null && file?.draft !== undefined }]
  })
  if (changed.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-card">
        <EmptyState title={say('no-changes.title')}>{say('no-changes.about')}</EmptyState>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {changed.map(({ path, before, after, isKept }) => (
        <Card
          key={path}
          title={<span className="font-mono text-sm">{path}</span>}
          aside={
            <Button
              size="small"
              kind="danger-plain"
              why={locked}
              onClick={() => {
                draft.takeTheirs()
                if (isKept) discard.mutate({ body: { paths: [path] } }, { onSuccess: () => draft.takeTheirs() })
              }}
            >
              {say('discard')}
            </Button>
          }
        >
          <DiffView label={say('changes-of', { path })} before={before} after={after} language={/\.ya?ml$/.test(path) ? 'yaml' : 'text'} className="max-h-96" />
        </Card>
      ))}
    </div>
  )
}
