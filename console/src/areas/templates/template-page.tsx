// One template while it is written: its texts on one side, the mail on the other, and what is wrong below. What is typed is kept as a draft of its files; nothing
// is in force before it is published.

import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { refresh, useAsk } from '../../client/use-ask.ts'
import { lazy } from '../../kit/lazy.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { useShown } from './shown-with.tsx'
import { TemplateEditor } from './template-editor.tsx'

const VersionsTab = lazy(async () => ({ default: (await import('./versions-tab.tsx')).VersionsTab }))

/** The page. */
export function TemplatePage() {
  const say = useWords('templates')
  const { template = '' } = useParams({ strict: false }) as { readonly template?: string }
  const { data, error } = useAsk('GET /templates/{template}', { params: { template } }, { keepsPrevious: true })
  if (data !== undefined && data.template === template) return <TemplateEditor key={template} template={data} />
  if (error?.code === 'not-found') return <GoneTemplate template={template} problem={error} />
  return (
    <>
      <PageHeader title={template} above={<LinkAbove to="/templates">{say('title')}</LinkAbove>} />
      {error === null ? <Skeleton className="h-[60dvh]" /> : <Problem problem={error} />}
    </>
  )
}

/** One that the folder has no more: its versions are still there, and any of them can come back. */
function GoneTemplate({ template, problem }: { readonly template: string; readonly problem: unknown }) {
  const say = useWords('templates')
  const mayNotWrite = useMay('editor')
  const known = useAsk('GET /templates/{template}/versions', { params: { template } })
  const shown = useShown(undefined)
  const client = useQueryClient()
  return (
    <>
      <PageHeader title={template} above={<LinkAbove to="/templates">{say('title')}</LinkAbove>} about={known.data && say('versions.gone-about')} />
      {known.error !== null && <Problem problem={problem} />}
      {known.data !== undefined && (
        <Suspense fallback={<Skeleton className="h-96" />}>
          <VersionsTab
            template={template}
            shown={shown}
            isWritten={false}
            locked={mayNotWrite}
            onRestored={() => void refresh(client, ['/templates', '/definitions'])}
          />
        </Suspense>
      )}
    </>
  )
}
