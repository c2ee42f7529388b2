// What stands in workspace.yaml: topics, policy, sender, brand, languages. It is edited as the file it is, so that comments stay; a draft is kept beside
// it, checked as one writes, and put in force by publishing.

import { useEffect, useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { after } from '../../kit/clock.ts'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'

const savesAfterMs = 600

/** The section. */
export function Policy() {
  const say = useWords('settings')
  const files = useAsk('GET /definitions', {})
  const path = files.data?.files.find((one) => one.holds.some(({ kind }) => kind === 'workspace'))?.path
  if (files.error) return <Problem problem={files.error} />
  if (files.isPending) return <Skeleton lines={8} className="h-9" />
  return path === undefined ? <p className="text-base text-soft">{say('policy.none')}</p> : <WorkspaceFile path={path} />
}

function WorkspaceFile({ path }: { readonly path: string }) {
  const say = useWords('settings')
  const may = useMay('editor')
  const file = useAsk('GET /definitions/file', { query: { path } })
  const keep = useTell('PUT /drafts', { refreshes: ['/definitions', '/drafts'] })
  const publish = useTell('POST /drafts/publish', { refreshes: ['/definitions', '/publish'] })
  const discard = useTell('POST /drafts/discard', { refreshes: ['/definitions', '/drafts'] })
  const [text, setText] = useState<string>()
  const kept = file.data === undefined ? undefined : (file.data.drafted?.text ?? file.data.text ?? '')
  const shown = text ?? kept ?? ''
  const revision = file.data?.draft?.revision ?? 0
  const isChanged = text !== undefined && kept !== undefined && text !== kept
  const { mutate } = keep
  useEffect(() => {
    if (!isChanged || keep.isPending) return undefined
    return after(savesAfterMs, () => mutate({ body: { path, text: text ?? '', revision } }))
  }, [isChanged, keep.isPending, mutate, path, text, revision])
  if (file.error) return <Problem problem={file.error} />
  if (file.isPending) return <Skeleton lines={8} className="h-9" />
  const { locked, draft, problems, documents } = file.data
  const value = (documents.find(({ kind }) => kind === 'workspace')?.value ?? {}) as Workspace
  const readOnly = may !== undefined || locked !== null
  return (
    <>
      <Card title={say('policy.now')}>
        <Facts value={value} />
      </Card>
      <Card title={path} aside={draft !== null && <Badge kind="violet">{say('policy.draft', { by: draft.by })}</Badge>}>
        <p className="mb-2 text-base text-soft">{locked ?? may ?? say('policy.edit-about')}</p>
        <CodeEditor
          label={path}
          language="yaml"
          value={shown}
          className="h-96"
          marks={problems.map(({ line, message, severity }) => ({ line: line ?? 1, message, severity }))}
          {...(readOnly ? {} : { onChange: setText })}
        />
        {problems.length > 0 && (
          <ul className="mt-2 list-disc ps-5 text-base">
            {problems.map((one) => (
              <li key={`${one.line} ${one.message}`}>
                {say('policy.line', { line: one.line ?? 1 })}: {one.message}
              </li>
            ))}
          </ul>
        )}
        {keep.error && <Problem problem={keep.error} className="mt-2" />}
        {publish.error && <Problem problem={publish.error} className="mt-2" />}
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            kind="primary"
            why={may}
            disabled={draft === null || isChanged}
            isBusy={publish.isPending}
            onClick={() =>
              publish.mutate(
                { body: { paths: [path] } },
                {
                  onSuccess: () => {
                    setText(undefined)
                    toast(say('policy.published'))
                  },
                },
              )
            }
          >
            {say('policy.publish')}
          </Button>
          <Button
            why={may}
            disabled={draft === null}
            isBusy={discard.isPending}
            onClick={() => discard.mutate({ body: { paths: [path] } }, { onSuccess: () => setText(undefined) })}
          >
            {say('policy.discard')}
          </Button>
          <span role="status" className="self-center text-sm text-soft">
            {isChanged || keep.isPending ? say('policy.saving') : draft === null ? '' : say('policy.saved')}
          </span>
        </div>
      </Card>
    </>
  )
}

interface Workspace {
  readonly workspace?: string
  readonly zone?: string
  readonly sender?: { readonly name?: string; readonly address?: string }
  readonly address?: string
  readonly topics?: readonly { readonly topic: string; readonly description?: string; readonly transactional?: boolean }[]
  readonly policy?: Readonly<Record<string, unknown>>
  readonly locales?: unknown
}

function Facts({ value }: { readonly value: Workspace }) {
  const say = useWords('settings')
  const { workspace, zone, sender, address, topics = [], policy = {} } = value
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['name', workspace],
    ['zone', zone ?? 'UTC'],
    ['sender', [sender?.name, sender?.address].filter((one) => one !== undefined).join(' · ')],
    ['address', address],
  ]
  return (
    <dl className="grid grid-cols-[10rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-base phone:grid-cols-1">
      {rows.map(([name, text]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{say(`fact.${name}`)}</dt>
          <dd className="break-words">{text === undefined || text === '' ? say('fact.unset') : text}</dd>
        </div>
      ))}
      <dt className="text-soft">{say('fact.topics')}</dt>
      <dd>
        {topics.length === 0 && say('fact.unset')}
        <ul>
          {topics.map(({ topic, description, transactional }) => (
            <li key={topic}>
              <code>{topic}</code> {description}
              {transactional === true && <span className="text-soft"> · {say('fact.transactional')}</span>}
            </li>
          ))}
        </ul>
      </dd>
      <dt className="text-soft">{say('fact.policy')}</dt>
      <dd>
        {Object.keys(policy).length === 0 && say('fact.default-policy')}
        <ul>
          {Object.entries(policy).map(([name, rule]) => (
            <li key={name} className="break-words">
              <code>{name}</code>: {typeof rule === 'string' ? rule : JSON.stringify(rule)}
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  )
}
