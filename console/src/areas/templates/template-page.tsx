// One template while it is written: its texts on one side, the mail on the other, and what is wrong below. What is typed is kept as a draft of its files; nothing
// is in force before it is published.

import { Link, useParams } from '@tanstack/react-router'
import { useAsk } from '../../client/use-ask.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import { TemplateEditor } from './template-editor.tsx'

/** The page. */
export function TemplatePage() {
  const say = useWords('templates')
  const { template = '' } = useParams({ strict: false }) as { readonly template?: string }
  const { data, error } = useAsk('GET /templates/{template}', { params: { template } }, { keepsPrevious: true })
  if (data !== undefined && data.template === template) return <TemplateEditor key={template} template={data} />
  return (
    <>
      <PageHeader title={template} above={<Link to="/templates">{say('title')}</Link>} />
      {error === null ? <Skeleton className="h-[60dvh]" /> : <Problem problem={error} />}
    </>
  )
}
