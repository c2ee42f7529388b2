// The page of a template as blocks: what the editor of blocks needs is fetched when this is first shown.

import { Suspense, useEffect, useMemo, useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { lazy } from '../../kit/lazy.ts'
import { readYaml } from '../../kit/read-yaml.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { writeYaml } from '../../kit/write-yaml.ts'
import { useUrlChange, useUrlState } from '../../shell/url-state.ts'
import type { BlockConditions } from './blocks/condition-fields.tsx'
import { PageFileSelect, partialsOf, usePageFile } from './page-file.tsx'
import { partialIn } from './partial-languages.tsx'
import type { TabProps } from './tab-props.ts'
import { usePicking } from './use-picking.ts'

const Editor = lazy(async () => ({ default: (await import('./blocks/blocks-editor.tsx')).BlocksEditor }))

/** What a block asks for beside its page: conditions and lookups of the template, in order. */
type Kept = readonly { readonly path: readonly [string, string]; readonly value: unknown }[]

/** The tab. */
export function BlocksTab(props: TabProps) {
  const { template, draft, locked } = props
  const file = usePageFile(props)
  const [, setTab] = useUrlState('tab', 'blocks')
  const change = useUrlChange()
  const { part, locale, isPartial } = file
  const placeholders = useAsk('GET /templates/{template}/placeholders', { params: { template: template.template } })
  const shared = isPartial ? [] : partialsOf(template).map((path) => path.replace(/^partials\//, '').replace(/\.\w+$/, ''))
  const whole = draft.textOf(template.file) ?? ''
  const conditions = useMemo(() => conditionsOf(readYaml(whole, template.index)), [whole, template.index])
  const [toKeep, setToKeep] = useState<Kept | undefined>()
  // A page may stand in the very file that says these: the one is kept once the other is.
  useEffect(() => {
    if (toKeep === undefined) return
    setToKeep(undefined)
    const write = (text: string | undefined, { path, value }: Kept[number]) =>
      text === undefined ? undefined : writeYaml(text, { index: template.index, path }, value)
    const next = toKeep.reduce<string | undefined>(write, whole)
    if (next !== undefined) draft.edit(template.file, next)
  }, [toKeep, whole, template, draft])
  const picking = usePicking(readYaml(whole, template.index), (entries) => setToKeep(entries.map(([name, value]) => ({ path: ['catalogue', name], value }))))
  return (
    <>
      <PageFileSelect template={template} draft={draft} locked={locked} page={file} />
      <Suspense fallback={<Skeleton className="h-96" />}>
        <Editor
          key={`${part.file} ${locale}`}
          text={part.text}
          onChange={part.edit}
          isLocked={locked !== undefined || !part.isReady}
          placeholders={placeholders.data?.placeholders ?? []}
          shared={shared}
          conditions={conditions}
          onCondition={({ name, value }) => setToKeep([{ path: ['conditions', name], value }])}
          picking={picking}
          onOpenShared={(name) => change({ file: partialIn(template, name, locale) ?? `partials/${name}.mjml` })}
          onOpenCode={() => setTab('page')}
        />
      </Suspense>
      {locked !== undefined && <p className="text-sm text-soft">{locked}</p>}
    </>
  )
}

/** Those that are written as conditions are. */
function conditionsOf(written: Readonly<Record<string, unknown>> | undefined): BlockConditions {
  const said = written?.['conditions']
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return {}
  return Object.fromEntries(Object.entries(said).filter(([, one]) => typeof one === 'object' && one !== null)) as BlockConditions
}
