// The admin API as a page to read: every door by its group, with what it takes, who may ask, and which problems it answers with. Made from the OpenAPI
// document that the server gives, so it says what this server does.

import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useWords } from '../../words/words.ts'
import { type Operation, operationsOf } from './operations.ts'

/** The page. */
export function ApiPage() {
  const say = useWords('developers')
  const document = useAsk('GET /openapi.json', {})
  const [text, setText] = useState('')
  const sought = text.trim().toLowerCase()
  const all = document.data === undefined ? [] : operationsOf(document.data)
  const found = all.filter(({ name, path, summary, group }) => `${name} ${path} ${summary} ${group}`.toLowerCase().includes(sought))
  const groups = [...new Set(found.map(({ group }) => group))]
  return (
    <>
      <PageHeader
        above={<LinkAbove to="/developers">{say('title')}</LinkAbove>}
        title={say('openapi')}
        about={say('api-about')}
        actions={
          <a className={buttonClasses()} href="/admin/v1/openapi.json" download="oncue-admin-api.json">
            {say('download')}
          </a>
        }
      />
      {document.error && <Problem problem={document.error} />}
      {document.isPending && <Skeleton lines={8} className="h-9" />}
      <Field label={say('search')} className="mb-4 max-w-sm">
        {(parts) => <Input {...parts} type="search" value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <div className="flex flex-col gap-4" lang="en">
        {groups.map((group) => (
          <Card key={group} title={group}>
            <ul className="divide-y divide-line">
              {found
                .filter((one) => one.group === group)
                .map((one) => (
                  <li key={one.name}>
                    <Door operation={one} />
                  </li>
                ))}
            </ul>
          </Card>
        ))}
      </div>
    </>
  )
}

function Door({ operation }: { readonly operation: Operation }) {
  const say = useWords('developers')
  const { method, path, summary, description, role, parameters, body, problems, name } = operation
  return (
    <details className="py-2 text-base">
      <summary className="cursor-pointer">
        <Badge kind={method === 'GET' ? 'teal' : method === 'DELETE' ? 'bad' : 'violet'}>{method}</Badge> <code className="text-sm break-all">{path}</code>
        <span className="block ps-5 text-soft">{summary}</span>
      </summary>
      <div className="flex flex-col gap-2 py-2 ps-5">
        {description !== undefined && <p>{description}</p>}
        <p className="text-soft">
          {say('operation', { name })} {role === undefined ? say('for-everybody') : say('for-role', { role })}
        </p>
        {parameters.length > 0 && (
          <ul className="list-disc ps-5">
            {parameters.map((one) => (
              <li key={`${one.in} ${one.name}`}>
                <code>{one.name}</code> <span className="text-soft">{one.in}</span> {one.description}
              </li>
            ))}
          </ul>
        )}
        {body !== undefined && <pre className="rounded-md bg-sunken p-3 text-sm break-words whitespace-pre-wrap">{JSON.stringify(body, null, 2)}</pre>}
        {problems.length > 0 && (
          <ul className="text-sm text-soft">
            {problems.map((one) => (
              <li key={one.status}>
                {one.status}: {one.text}
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  )
}
