// A new pool of discount codes: its name, whether codes are uploaded or made up here, and how long one is good. It is a file of its own, in force once it is published.

import { useState } from 'react'
import { ask } from '../../client/ask.ts'
import { answers, refresh, useAsk } from '../../client/use-ask.ts'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { pathOfNew } from '../../shell/path-of-new.ts'
import { useWords } from '../../words/words.ts'
import { newPoolText, poolName } from './new-pool-file.ts'

export interface NewPoolDialogProps {
  /** Told the file whose draft holds it. */
  readonly onMade: (made: { readonly pool: string; readonly path: string }) => void
  readonly onClose: () => void
}

/** Open as long as it stands in the page. */
export function NewPoolDialog({ onMade, onClose }: NewPoolDialogProps) {
  const say = useWords('catalogue')
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [source, setSource] = useState<'uploaded' | 'generated'>('uploaded')
  const [days, setDays] = useState('14')
  const { isBusy, problem, work } = useWork()
  const files = useAsk('GET /definitions', {}).data?.files ?? []
  const pool = name.trim()
  const path = pathOfNew('codes', pool)
  const isTaken = files.some((file) => file.path === path || file.holds.some((one) => one.kind === 'codes' && one.name === pool))
  const wrong = pool === '' ? undefined : !poolName.test(pool) ? say('new-pool.name-wrong') : isTaken ? say('new-pool.taken') : undefined
  const daysWrong = /^(?:[1-9]\d{0,3})?$/.test(days.trim()) ? undefined : say('new-pool.days-wrong')
  const create = (): Promise<void> =>
    work(async () => {
      const text = newPoolText({ pool, description: description.trim(), source, days: days.trim() })
      await ask('PUT /drafts', { body: { path, text, revision: 0 } })
      await refresh(answers, ['/definitions', '/drafts'])
      onMade({ pool, path })
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={say('new-pool.title')}
      description={say('new-pool.about')}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" isBusy={isBusy} disabled={pool === '' || wrong !== undefined || daysWrong !== undefined} onClick={() => void create()}>
            {say('new-pool.create')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pb-2">
        <Field label={say('new-pool.name')} hint={say('new-pool.name-hint')} error={wrong}>
          {(parts) => <Input {...parts} maxLength={64} autoComplete="off" value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label={say('new-pool.for')} hint={say('new-pool.for-hint')} optional>
          {(parts) => <Input {...parts} maxLength={300} value={description} onChange={({ target }) => setDescription(target.value)} />}
        </Field>
        <Field label={say('source')} hint={say(`new-pool.${source}-hint`)}>
          {(parts) => (
            <Select {...parts} value={source} onChange={({ target }) => setSource(target.value as 'uploaded' | 'generated')}>
              <option value="uploaded">{say('source-uploaded')}</option>
              <option value="generated">{say('source-generated')}</option>
            </Select>
          )}
        </Field>
        <Field label={say('new-pool.days')} hint={say('new-pool.days-hint')} error={daysWrong} optional>
          {(parts) => <Input {...parts} inputMode="numeric" value={days} onChange={({ target }) => setDays(target.value)} />}
        </Field>
        {problem !== undefined && <Problem problem={problem} />}
      </div>
    </Dialog>
  )
}
