// The editor of one template: its tabs beside the preview, the list of problems, a test to oneself, and its way into force.

import { Check, LoaderCircle, Rocket, Send } from 'lucide-react'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { after } from '../../kit/clock.ts'
import { lazy } from '../../kit/lazy.ts'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { TabPanel, Tabs } from '../../kit/tabs.tsx'
import { ChangedElsewhere } from '../../shell/changed-elsewhere.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { type DraftFiles, useDraftFiles } from '../../shell/use-draft-files.ts'
import { useTopics } from '../../shell/use-topics.ts'
import { useWords } from '../../words/words.ts'
import { filesOf } from './ahead.ts'
import { BlocksTab } from './blocks-tab.tsx'
import { ChangesTab } from './changes-tab.tsx'
import { PageTab } from './page-tab.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { ProblemList, type TemplateProblem } from './problem-list.tsx'
import { type OneTemplate, ShownWith, useShown } from './shown-with.tsx'
import { StateBadge } from './state-badge.tsx'
import type { AskedPlace, TabProps } from './tab-props.ts'
import { useGaps } from './use-gaps.ts'
import { useUntouched } from './use-untouched.ts'

const none: readonly TemplateProblem[] = []
const TextTab = lazy(async () => ({ default: (await import('./text-tab.tsx')).TextTab }))
const SettingsTab = lazy(async () => ({ default: (await import('./settings-tab.tsx')).SettingsTab }))
const TestDialog = lazy(async () => ({ default: (await import('./test-dialog.tsx')).TestDialog }))
const VersionsTab = lazy(async () => ({ default: (await import('./versions-tab.tsx')).VersionsTab }))

const previewAfterMs = 250

/** The editor. */
export function TemplateEditor({ template }: { readonly template: OneTemplate }) {
  const say = useWords('templates')
  const [tab, setTab] = useUrlState('tab', template.kind === 'mjml' ? 'blocks' : 'page')
  const [file, setFile] = useUrlState('file')
  const [place, setPlace] = useState<AskedPlace | undefined>()
  // Undefined before it was first opened; then it keeps the address that was typed.
  const [isTesting, setTesting] = useState<boolean | undefined>()
  const [isPublishing, setPublishing] = useState(false)
  const mayNotWrite = useMay('editor')
  const mayNotSend = useMay('sender')
  const paths = useMemo(() => filesOf(template, file), [template, file])
  const draft = useDraftFiles(paths)
  const shown = useShown(template)
  const files = useSettled(draft.typed)
  const preview = useAsk('POST /templates/{template}/preview', { params: { template: template.template }, body: { ...shown, files } }, { keepsPrevious: true })
  const notes = [...useUntouched({ template, draft }), ...useGaps(template.template)]
  const newTopicIn = useTopics().draftOf(template.topic)
  const problems = useInWords(preview.data?.problems ?? none)
  const drafted = paths.filter((path) => draft.fileOf(path)?.draft != null || draft.typed[path] !== undefined)
  const errors = problems.filter(({ severity, code }) => severity === 'error' && code !== 'template/missing-field').length
  const locked = mayNotWrite ?? (template.isEditable ? (draft.fileOf(template.file)?.locked ?? undefined) : say('from-program', { file: template.file }))
  const whyNotPublish = locked ?? (drafted.length === 0 ? say('publish.no-draft') : errors > 0 ? say('publish.errors', { count: errors }) : undefined)
  const props: TabProps = { template, draft, problems, place, locked }
  const open = (problem: TemplateProblem): void => {
    const target = targetOf(problem, template)
    setTab(target.tab)
    setFile(target.file)
    setPlace({ file: problem.file, line: target.line })
  }
  const openChanges = (): void => {
    // What was typed over is another text by now.
    draft.takeTheirs()
    setTab('changes')
  }
  const tabs = ([...(template.kind === 'mjml' ? (['blocks'] as const) : []), 'page', 'text', 'settings', 'changes', 'versions'] as const).map((value) => ({
    value,
    label: say(value === 'page' ? `page.${template.kind}` : `tab.${value}`),
  }))
  return (
    <>
      <PageHeader
        title={template.template}
        above={<LinkAbove to="/templates">{say('title')}</LinkAbove>}
        badges={
          <>
            <StateBadge state={template.state} />
            <KeptNote state={drafted.length > 0 ? draft.state : undefined} />
          </>
        }
        description={template.description ?? undefined}
        actions={
          <>
            <Button icon={<Send />} why={mayNotSend} onClick={() => setTesting(true)}>
              {say('send-test')}
            </Button>
            <Button
              kind="primary"
              icon={<Rocket />}
              why={whyNotPublish}
              isBusy={draft.state === 'keeping'}
              onClick={() => void draft.flush().then(() => setPublishing(true))}
            >
              {say('publish-template')}
            </Button>
          </>
        }
      />
      <NotKept draft={draft} />
      {draft.problem === undefined && draft.elsewhere !== undefined && (
        <div className="mb-3">
          <ChangedElsewhere {...draft.elsewhere} canUndo={false} />
        </div>
      )}
      {draft.error !== undefined && <Problem problem={draft.error} className="mb-3" />}
      {preview.error !== null && <Problem problem={preview.error} className="mb-3" />}
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-4 max-[64rem]:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-3">
          <Tabs look="box" label={say('parts')} value={tab as (typeof tabs)[number]['value']} onChange={setTab} tabs={tabs}>
            <TabPanel value={tab}>
              <div className="flex flex-col gap-3">
                {tab === 'versions' ? (
                  <Suspense fallback={<Skeleton className="h-96" />}>
                    <VersionsTab template={template.template} shown={shown} isWritten locked={locked} onRestored={openChanges} />
                  </Suspense>
                ) : draft.isPending ? (
                  <Skeleton className="h-96" />
                ) : (
                  <Suspense fallback={<Skeleton className="h-96" />}>
                    <ChosenTab tab={tab} {...props} />
                  </Suspense>
                )}
              </div>
            </TabPanel>
          </Tabs>
          <ProblemList problems={problems} notes={notes} onOpen={open} />
        </div>
        <PreviewPane preview={preview.data} isStale={preview.isPlaceholderData} above={<ShownWith template={template} />} />
      </div>
      {isPublishing && (
        <PublishDialog
          name={template.template}
          // A topic that was made for this mail has to hold before the mail may name it.
          paths={[...drafted.filter((path) => draft.fileOf(path)?.draft != null), ...(newTopicIn === undefined ? [] : [newTopicIn])]}
          warnings={notes}
          onClose={() => setPublishing(false)}
        />
      )}
      {isTesting !== undefined && (
        <Suspense>
          <TestDialog template={template} shown={shown} files={draft.typed} open={isTesting} onOpenChange={setTesting} />
        </Suspense>
      )}
    </>
  )
}

function ChosenTab({ tab, ...props }: TabProps & { readonly tab: string }) {
  switch (tab) {
    case 'blocks':
      return <BlocksTab {...props} />
    case 'text':
      return <TextTab {...props} />
    case 'settings':
      return <SettingsTab {...props} />
    case 'changes':
      return <ChangesTab {...props} />
    default:
      return <PageTab {...props} />
  }
}

/** Whether what was typed is kept; nothing where nothing was typed. */
function KeptNote({ state }: { readonly state: DraftFiles['state'] | undefined }) {
  const say = useWords('templates')
  const Icon = state === 'kept' ? Check : LoaderCircle
  return (
    <span role="status" className="inline-flex items-center gap-1 text-sm text-soft">
      {state !== undefined && (
        <>
          <Icon aria-hidden className="size-3.5" />
          {say(`draft.${state}`)}
        </>
      )}
    </span>
  )
}

function NotKept({ draft }: { readonly draft: DraftFiles }) {
  const say = useWords('templates')
  if (draft.problem === undefined) return null
  const isConflict = draft.problem.code === 'conflict'
  return (
    <Problem
      className="mb-3"
      problem={draft.problem}
      action={
        <>
          <Button size="small" onClick={draft.keepMine}>
            {say(isConflict ? 'keep-mine' : 'try-again')}
          </Button>
          {isConflict && (
            <Button size="small" onClick={draft.takeTheirs}>
              {say('take-theirs')}
            </Button>
          )}
        </>
      }
    />
  )
}

/** The value once it has been the same for a moment. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => after(previewAfterMs, () => setSettled(value)), [value])
  return settled
}

function targetOf(
  { file, part, line, inPart }: TemplateProblem,
  template: OneTemplate,
): { readonly tab: string; readonly file: string; readonly line: number } {
  const inText = template.parts.some((one) => one.part === 'text' && !one.isInline && one.file === file)
  if (part === 'text' || inText || file.endsWith('.txt')) return { tab: 'text', file: file === template.file ? '' : file, line: inPart?.line ?? line }
  if (part === 'html' || part === 'mjml' || /\.(?:mjml|html)$/.test(file))
    return { tab: 'page', file: file === template.file ? '' : file, line: inPart?.line ?? line }
  return { tab: 'settings', file: '', line }
}
