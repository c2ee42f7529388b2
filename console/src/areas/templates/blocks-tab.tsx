// The page of a template as blocks: what the editor of blocks needs is fetched when this is first shown.

import { Suspense } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { lazy } from '../../kit/lazy.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import { PageFileSelect, partialsOf, usePageFile } from './page-file.tsx'
import type { TabProps } from './tab-props.ts'

const Editor = lazy(async () => ({ default: (await import('./blocks/blocks-editor.tsx')).BlocksEditor }))

/** The tab. */
export function BlocksTab(props: TabProps) {
  const { template, locked } = props
  const file = usePageFile(props)
  const [, setTab] = useUrlState('tab', 'blocks')
  const change = useUrlChange()
  const { part, locale, isPartial } = file
  const placeholders = useAsk('GET /templates/{template}/placeholders', { params: { template: template.template } })
  const shared = isPartial ? [] : partialsOf(template).map((path) => path.replace(/^partials\//, '').replace(/\.\w+$/, ''))
  return (
    <>
      <PageFileSelect template={template} page={file} />
      <Suspense fallback={<Skeleton className="h-96" />}>
        <Editor
          key={`${part.file} ${locale}`}
          text={part.text}
          onChange={part.edit}
          isLocked={locked !== undefined || !part.isReady}
          placeholders={placeholders.data?.placeholders ?? []}
          shared={shared}
          onOpenShared={(name) => change({ file: `partials/${name}.mjml` })}
          onOpenCode={() => setTab('page')}
        />
      </Suspense>
      {locked !== undefined && <p className="text-sm text-soft">{locked}</p>}
    </>
  )
}
