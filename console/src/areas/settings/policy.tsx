// What stands in workspace.yaml: topics, rules, how mails go out, what is kept, brand and sender, what pages say, each as a form with what it means read aloud, and the file itself as code. Whatever is
// changed here is a draft of that file, whose comments stay; it holds once it is published.

import { useAsk } from '../../client/use-ask.ts'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { BrandForm } from './brand-form.tsx'
import { DeliveryForm } from './delivery-form.tsx'
import { KeepingForm } from './keeping-form.tsx'
import { PagesForm } from './pages-form.tsx'
import { PublishBar } from './publish-bar.tsx'
import { RulesForm } from './rules-form.tsx'
import { TopicsForm } from './topics-form.tsx'
import { useWorkspaceFile, type WorkspaceFile } from './use-workspace-file.ts'

const parts = ['topics', 'rules', 'delivery', 'keeping', 'brand', 'pages', 'code'] as const
type Part = (typeof parts)[number]

/** The section. */
export function Policy() {
  const say = useWords('settings')
  const folder = useAsk('GET /definitions', {})
  const path = folder.data?.files.find((one) => one.holds.some(({ kind }) => kind === 'workspace'))?.path
  if (folder.error) return <Problem problem={folder.error} />
  if (folder.isPending) return <Skeleton lines={8} className="h-9" />
  if (path === undefined)
    return (
      <EmptyState title={say('policy.none')} command="workspace.yaml">
        {say('policy.none-about')}
      </EmptyState>
    )
  return <WorkspaceForms path={path} />
}

function WorkspaceForms({ path }: { readonly path: string }) {
  const say = useWords('settings')
  const [part, setPart] = useUrlState('part', 'topics')
  const file = useWorkspaceFile(path)
  if (file === undefined) return <Skeleton lines={8} className="h-9" />
  // What cannot be read is mended as text first.
  const shown = file.value === undefined ? 'code' : (parts as readonly string[]).includes(part) ? (part as Part) : 'topics'
  return (
    <>
      <Tabs label={say('policy.parts')} value={shown} onChange={setPart} tabs={parts.map((value) => ({ value, label: say(`policy.part.${value}`) }))}>
        <TabPanel value={shown}>
          {file.why !== undefined && <p className="mb-3 text-base text-soft">{file.why}</p>}
          {file.value === undefined && <p className="mb-3 text-base text-soft">{say('policy.mend')}</p>}
          {shown === 'topics' && <TopicsForm file={file} />}
          {shown === 'rules' && <RulesForm file={file} />}
          {shown === 'delivery' && <DeliveryForm file={file} />}
          {shown === 'keeping' && <KeepingForm file={file} />}
          {shown === 'brand' && <BrandForm file={file} />}
          {shown === 'pages' && <PagesForm file={file} />}
          {shown === 'code' && <Code file={file} />}
        </TabPanel>
      </Tabs>
      <PublishBar file={file} />
    </>
  )
}

function Code({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  return (
    <>
      <p className="mb-2 text-base text-soft">{say('policy.edit-about')}</p>
      <CodeEditor
        label={file.path}
        language="yaml"
        value={file.text}
        className="h-96"
        marks={file.file.problems.map(({ line, message, severity }) => ({ line, message, severity }))}
        {...(file.why === undefined ? { onChange: file.setText } : {})}
      />
    </>
  )
}
