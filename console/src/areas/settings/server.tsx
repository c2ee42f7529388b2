// What the server was started with: each setting, its value, and where it comes from. They are changed there, not here; secrets stay dots.

import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'

/** The section. */
export function ServerSettings() {
  const say = useWords('settings')
  const settings = useAsk('GET /settings', {})
  const workspace = useAsk('GET /workspace', {})
  const [text, setText] = useState('')
  const sought = text.trim().toLowerCase()
  const sayWhat = useWords('server-settings')
  const rows = (settings.data?.settings ?? [])
    .map((one) => ({ ...one, means: sayWhat(one.name) }))
    .filter(({ name, what, means, variable }) => `${name} ${what} ${means} ${variable}`.toLowerCase().includes(sought))
  return (
    <Card title={say('section.server')} aside={workspace.data !== undefined && <Badge>Oncue {workspace.data.version}</Badge>}>
      <p className="mb-3 text-base text-soft">{say('server.about')}</p>
      {settings.error && <Problem problem={settings.error} />}
      <Field label={say('server.search')} className="mb-3 max-w-sm">
        {(parts) => <Input {...parts} type="search" value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      {settings.isPending && <Skeleton lines={8} className="h-12" />}
      <ul className="divide-y divide-line">
        {rows.map((one) => (
          <li key={one.name} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-4 gap-y-1 py-2.5 text-base phone:grid-cols-1">
            <div>
              <span className="flex flex-wrap items-center gap-1 font-medium wrap-anywhere">
                {one.name} <Badge kind={one.from === 'default' ? 'plain' : 'accent'}>{say(`server.from.${one.from}`)}</Badge>
              </span>
              {/* A server that was updated meanwhile may have a setting that this page has no words for. */}
              <span className="block text-sm text-soft">{one.means === one.name ? one.what : one.means}</span>
            </div>
            <div className="flex min-w-0 items-start justify-between gap-2 phone:items-center">
              <code className="min-w-0 py-1 text-sm break-all">{one.value ?? say('server.unset')}</code>
              <span className="flex min-w-0 items-center gap-1 text-sm text-soft">
                <code className="min-w-0 break-all">{one.variable}</code>
                <CopyButton text={one.variable} label={say('server.copy-variable')} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
