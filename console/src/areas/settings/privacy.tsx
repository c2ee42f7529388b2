// Forgetting a person and handing out what is known: found by address or id, exported as a file, erased after the word is typed.

import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { addressOf, ask } from '../../client/ask.ts'
import type { Problem as Refusal } from '../../client/problem.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'

/** The section. */
export function Privacy() {
  return (
    <>
      <PersonCard />
      <ConsentCard />
      <RetentionCard />
    </>
  )
}

/** Every word about consent of everybody, to be shown to whoever asks. */
function ConsentCard() {
  const say = useWords('settings')
  const mayExport = useMay('editor') === undefined
  return (
    <Card title={say('privacy.consents')}>
      <p className="mb-3 text-base text-soft">{say('privacy.consents-about')}</p>
      {mayExport && (
        <div className="flex flex-wrap gap-2">
          <a className={buttonClasses()} href={addressOf('GET /consents/export', { query: { format: 'csv' } })} download>
            {say('privacy.consents-csv')}
          </a>
          <a className={buttonClasses()} href={addressOf('GET /consents/export', { query: {} })} download>
            {say('privacy.consents-json')}
          </a>
        </div>
      )}
    </Card>
  )
}

interface Person {
  readonly subscriber: number
  readonly userIds: readonly string[]
}

function PersonCard() {
  const say = useWords('settings')
  const why = useMay('owner')
  const mayExport = useMay('editor') === undefined
  const [text, setText] = useState('')
  const [found, setFound] = useState<readonly Person[]>()
  const [problem, setProblem] = useState<Refusal>()
  const [erased, setErased] = useState<number>()
  const [asked, setAsked] = useState<number>()
  const erase = useTell('DELETE /subscribers/{subscriber}', { refreshes: ['/subscribers'] })
  const find = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setErased(undefined)
    setProblem(undefined)
    try {
      const answer = await ask('POST /subscribers/find', { body: { id: text.trim() } })
      setFound(answer.subscribers)
    } catch (error) {
      setProblem(error as Refusal)
    }
  }
  return (
    <Card title={say('privacy.person')}>
      <p className="mb-3 text-base text-soft">{say('privacy.person-about')}</p>
      <form className="flex flex-wrap items-end gap-2" onSubmit={(event) => void find(event)}>
        <Field label={say('privacy.who')} className="min-w-64 flex-1">
          {(parts) => <Input {...parts} required placeholder="ann@shop.example" value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        <Button type="submit">{say('privacy.find')}</Button>
      </form>
      {problem !== undefined && <Problem problem={problem} className="mt-3" />}
      {found?.length === 0 && (
        <p role="status" className="mt-3 text-base">
          {say('privacy.nobody')}
        </p>
      )}
      <ul className="mt-2 divide-y divide-line">
        {(found ?? []).map(({ subscriber, userIds }) => (
          <li key={subscriber} className="flex flex-wrap items-center gap-2 py-2 text-base">
            <span className="min-w-32 flex-1">
              <span className="font-medium">#{subscriber}</span> <span className="text-soft">{userIds.join(', ')}</span>
            </span>
            {mayExport && (
              <a
                className={buttonClasses({ size: 'small' })}
                href={addressOf('GET /subscribers/{subscriber}/export', { params: { subscriber: `#${subscriber}` } })}
                download
              >
                {say('privacy.export')}
              </a>
            )}
            <Button size="small" kind="danger-plain" why={why} onClick={() => setAsked(subscriber)}>
              {say('privacy.erase')}
            </Button>
          </li>
        ))}
      </ul>
      {erased !== undefined && (
        <p role="status" className="mt-2 rounded-md bg-good-tint p-3 text-base text-good">
          {say('privacy.erased', { number: erased })}
        </p>
      )}
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={() => setAsked(undefined)}
        title={say('privacy.erase-title', { number: asked ?? 0 })}
        description={say('privacy.erase-about')}
        action={say('privacy.erase')}
        typed={say('privacy.erase-word')}
        isBusy={erase.isPending}
        problem={erase.error}
        onConfirm={() =>
          erase.mutate(
            { params: { subscriber: `#${asked}` } },
            {
              onSuccess: () => {
                setErased(asked)
                setFound(undefined)
                setAsked(undefined)
              },
            },
          )
        }
      />
    </Card>
  )
}

function RetentionCard() {
  const say = useWords('settings')
  return (
    <Card title={say('privacy.kept')}>
      <ul className="list-disc ps-5 text-base">
        {(['log', 'archive', 'imports', 'audit', 'erased'] as const).map((one) => (
          <li key={one}>
            {say(`privacy.keeps.${one}`)}{' '}
            {one === 'archive' && (
              <Link to="/settings/policy" search={{ part: 'keeping' }} className="text-accent underline">
                {say('privacy.keeps.archive-where')}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
