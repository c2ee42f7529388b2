// A file of items: shown first, with which column fills what and what cannot be read; then put, a part at a time.

import { useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { answers, refresh } from '../../client/use-ask.ts'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { SaidReason } from '../decisions/said-reason.tsx'
import type { Said } from '../decisions/told.ts'
import { readCsv, type Table } from './read-csv.ts'
import { type RepeatedIds, repeatedIds } from './repeated-ids.ts'

type Answer = AnswerOf<'POST /catalogue/{collection}/rows'>

interface Done {
  readonly rows: number
  readonly added: number
  readonly changed: number
  readonly refused: readonly { readonly line: number; readonly said: Said }[]
}

const batchRows = 200
const mostBytes = 50 * 1024 * 1024
const shownRefusals = 50

/** Open as long as it stands in the page. */
export function UploadItemsDialog({ collection, onClose }: { readonly collection: string; readonly onClose: () => void }) {
  const say = useWords('catalogue')
  const [table, setTable] = useState<Table | undefined>()
  const [mapping, setMapping] = useState<Answer | undefined>()
  const [repeated, setRepeated] = useState<RepeatedIds | undefined>()
  const [done, setDone] = useState<Done | undefined>()
  const { isBusy, problem, work } = useWork()
  const send = (rows: Table['rows'], check: boolean): Promise<Answer> =>
    ask('POST /catalogue/{collection}/rows', { params: { collection }, body: { rows, check } })
  const look = (file: File | undefined): Promise<void> =>
    work(async () => {
      setMapping(undefined)
      setDone(undefined)
      if (file === undefined) return
      if (file.size > mostBytes) throw new Error(say('file-too-large'))
      const read = readCsv(await file.text())
      setTable(read)
      if (read.rows.length === 0) throw new Error(say('file-empty'))
      const found = await send(read.rows.slice(0, batchRows), true)
      setRepeated(repeatedIds(read.rows, found.columns['id'] ?? ''))
      setMapping(found)
    })
  const put = (): Promise<void> =>
    work(async () => {
      const rows = table?.rows ?? []
      let so: Done = { rows: 0, added: 0, changed: 0, refused: [] }
      for (let from = 0; from < rows.length; from += batchRows) {
        const answer = await send(rows.slice(from, from + batchRows), false)
        const refused = answer.refused.map(({ index, said }) => ({ line: from + index + 2, said }))
        so = {
          rows: Math.min(from + batchRows, rows.length),
          added: so.added + answer.added,
          changed: so.changed + answer.changed,
          refused: [...so.refused, ...refused].slice(0, 1000),
        }
        setDone(so)
      }
      await refresh(answers, ['/catalogue'])
    })
  const isFinished = done !== undefined && done.rows === table?.rows.length && !isBusy
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={say('upload-items')}
      description={say('upload-about')}
      actions={
        <>
          <Button onClick={onClose}>{say(isFinished ? 'close' : 'cancel')}</Button>
          {!isFinished && (
            <Button kind="primary" isBusy={isBusy} disabled={mapping === undefined} onClick={() => void put()}>
              {say('put-items', { count: (table?.rows.length ?? 0) - (mapping?.refused.length ?? 0) })}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={say('file')} hint={say('file-hint')}>
          {(parts) => <Input {...parts} type="file" accept=".csv,text/csv" onChange={({ target }) => void look(target.files?.[0])} />}
        </Field>
        {problem !== undefined && <Problem problem={problem} />}
        {mapping !== undefined && done === undefined && <Mapping mapping={mapping} table={table} />}
        {mapping !== undefined && done === undefined && repeated !== undefined && (
          <p className="rounded-md bg-warn-tint p-3 font-medium text-warn">{say('ids-repeated', { ...repeated })}</p>
        )}
        {done !== undefined && <Progress done={done} of={table?.rows.length ?? 0} />}
      </div>
    </Dialog>
  )
}

function Mapping({ mapping, table }: { readonly mapping: Answer; readonly table: Table | undefined }) {
  const say = useWords('catalogue')
  const first = table?.rows[0] ?? {}
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-start text-sm">
        <thead className="text-soft">
          <tr>
            <th className="py-1 pe-4 text-start font-medium">{say('column')}</th>
            <th className="py-1 pe-4 text-start font-medium">{say('fills')}</th>
            <th className="py-1 text-start font-medium">{say('first-row')}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(mapping.columns).map(([attribute, column]) => (
            <tr key={attribute} className="border-t border-line">
              <td className="py-1 pe-4">{column}</td>
              <td className="py-1 pe-4 font-medium">{attribute}</td>
              <td className="max-w-72 truncate py-1 text-soft">{first[column]}</td>
            </tr>
          ))}
          {mapping.unused.map((column) => (
            <tr key={column} className="border-t border-line">
              <td className="py-1 pe-4">{column}</td>
              <td className="py-1 pe-4 text-soft">{say('fills-nothing')}</td>
              <td className="max-w-72 truncate py-1 text-soft">{first[column]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Refused refused={mapping.refused.map(({ index, said }) => ({ line: index + 2, said }))} />
    </div>
  )
}

function Progress({ done, of }: { readonly done: Done; readonly of: number }) {
  const say = useWords('catalogue')
  const formats = useFormats()
  return (
    <div role="status">
      <p className="mb-2">
        {say('put-so-far', {
          rows: formats.number(done.rows),
          of: formats.number(of),
          added: formats.number(done.added),
          changed: formats.number(done.changed),
        })}
      </p>
      <Refused refused={done.refused} />
    </div>
  )
}

function Refused({ refused }: { readonly refused: Done['refused'] }) {
  const say = useWords('catalogue')
  if (refused.length === 0) return null
  return (
    <div className="mt-3 rounded-md bg-warn-tint p-3">
      <p className="font-medium text-warn">{say('rows-refused', { count: refused.length })}</p>
      <ul className="mt-1 text-sm">
        {refused.slice(0, shownRefusals).map(({ line, said }) => (
          <li key={line}>
            {say('line', { line })}: <SaidReason said={said} />
          </li>
        ))}
      </ul>
    </div>
  )
}
