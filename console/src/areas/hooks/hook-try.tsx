// Tries a call at a hook before anybody calls: an example of an entry, or one that was saved, and what it would become. Nothing is taken in.

import { useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { CodeEditor } from '../../kit/code-editor.tsx'
import { Field } from '../../kit/field.tsx'
import { Select, Textarea } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useWords } from '../../words/words.ts'
import { SaidSentence } from '../decisions/said-sentence.tsx'

type Example = AnswerOf<'GET /hooks/{hook}'>['examples'][number]
type Tried = AnswerOf<'POST /hooks/{hook}/try'>

/** <HookTry hook="shop" examples={examples} /> */
export function HookTry({ hook, examples }: { readonly hook: string; readonly examples: readonly Example[] }) {
  const say = useWords('hooks')
  const places = examples.map((_, index) => index + 1)
  const [entry, setEntry] = useState(0)
  const [body, setBody] = useState(() => bodyOf(examples[0]))
  const [headers, setHeaders] = useState(() => headersOf(examples[0]))
  const tried = useTell('POST /hooks/{hook}/try')
  const choose = (index: number): void => {
    setEntry(index)
    setBody(bodyOf(examples[index]))
    setHeaders(headersOf(examples[index]))
    tried.reset()
  }
  return (
    <Card title={say('try.title')}>
      <p className="mb-3 text-base text-soft">{say('try.about')}</p>
      <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-3">
          {examples.length > 1 && (
            <Field label={say('try.example')}>
              {(parts) => (
                <Select {...parts} value={String(entry)} onChange={(event) => choose(Number(event.target.value))}>
                  {places.map((place) => (
                    <option key={place} value={place - 1}>
                      {say('entry.title', { place })}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          <CodeEditor label={say('try.body')} language="json" value={body} onChange={setBody} className="h-64" />
          <Field label={say('try.headers')} hint={say('try.headers-hint')}>
            {(parts) => <Textarea {...parts} rows={3} className="font-mono text-sm" value={headers} onChange={(event) => setHeaders(event.target.value)} />}
          </Field>
          <div>
            <Button kind="primary" isBusy={tried.isPending} onClick={() => tried.mutate({ params: { hook }, body: { body, headers: readHeaders(headers) } })}>
              {say('try.go')}
            </Button>
          </div>
        </div>
        <section className="min-w-0" aria-live="polite" aria-label={say('try.result')}>
          {tried.error && <Problem problem={tried.error} />}
          {tried.data !== undefined && <Result tried={tried.data} />}
        </section>
      </div>
    </Card>
  )
}

function Result({ tried }: { readonly tried: Tried }) {
  const say = useWords('hooks')
  if (tried.rule === null) return <p className="text-base text-warn">{say('try.none')}</p>
  return (
    <div className="flex flex-col gap-2 text-base">
      <p className="font-medium">{say('try.fits', { place: tried.rule + 1 })}</p>
      {tried.byAddress !== null && <p className="text-soft">{say('try.by-address', { address: tried.byAddress })}</p>}
      {tried.missing.length > 0 && <p className="text-warn">{say('try.missing', { paths: tried.missing.join(', ') })}</p>}
      {tried.messages.map((message, index) => {
        const refusal = tried.refused.find((one) => one.index === index)
        return (
          <div key={String(message['messageId'])}>
            {refusal !== undefined && (
              <p className="text-bad">
                {say('try.refused')} <SaidSentence said={refusal.said} />
              </p>
            )}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
            <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 text-sm">
              {JSON.stringify(message, null, 2)}
            </pre>
          </div>
        )
      })}
    </div>
  )
}

function bodyOf(example: Example | undefined): string {
  return JSON.stringify(example?.body ?? {}, null, 2)
}

function headersOf(example: Example | undefined): string {
  return Object.entries(example?.headers ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
}

/** One header a line, as in X-Topic: orders/create. */
function readHeaders(text: string): Record<string, string> {
  const lines = text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const]
  })
  return Object.fromEntries(lines)
}
