// The list of imports, and the place where a new file is chosen.

import { Link, useNavigate } from '@tanstack/react-router'
import { Upload } from 'lucide-react'
import { useState } from 'react'
import type { Problem as Refusal } from '../../client/problem.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ProgressBar } from './progress-bar.tsx'
import { stateKinds } from './state-kinds.ts'
import { uploadFile } from './upload-file.ts'

/** The page. */
export function ImportsPage() {
  const say = useWords('imports')
  const formats = useFormats()
  const why = useMay('editor')
  const [isOpen, setOpen] = useState(false)
  const imports = useAsk('GET /imports', {}, { everyMs: 3000 })
  const button = (
    <Button kind="primary" why={why} icon={<Upload aria-hidden />} onClick={() => setOpen(true)}>
      {say('new')}
    </Button>
  )
  const rows = imports.data?.imports ?? []
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} actions={rows.length > 0 && button} />
      {imports.error && <Problem problem={imports.error} />}
      <DataTable
        label={say('title')}
        rows={rows}
        isLoading={imports.isPending}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            title: say('file'),
            cell: (row) => (
              <Link to="/imports/$id" params={{ id: row.id }} className={linkLook}>
                {row.name}
              </Link>
            ),
          },
          { key: 'kind', title: say('kind'), width: 'w-28', cell: (row) => say(`kinds.${row.kind}`) },
          { key: 'state', title: say('state'), width: 'w-36', cell: (row) => <Badge kind={stateKinds[row.state]}>{say(`states.${row.state}`)}</Badge> },
          { key: 'taken', title: say('taken'), width: 'w-28', align: 'end', cell: (row) => formats.number(row.counts.taken) },
          { key: 'refused', title: say('refused'), width: 'w-28', align: 'end', cell: (row) => formats.number(row.counts.refused) },
          { key: 'by', title: say('by'), width: 'w-36', isSecondary: true, cell: (row) => row.createdBy },
          { key: 'at', title: say('when'), width: 'w-36', isSecondary: true, cell: (row) => <RelativeTime at={row.createdAt} /> },
        ]}
        empty={
          <EmptyState
            icon={<Upload />}
            title={say('empty')}
            actions={button}
            command="oncue import subscribers people.csv --map userId=id,email=mail --dry-run"
          >
            {say('empty-about')}
          </EmptyState>
        }
      />
      <NewImport open={isOpen} onOpenChange={setOpen} />
    </>
  )
}

function NewImport({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const say = useWords('imports')
  const formats = useFormats()
  const navigate = useNavigate()
  const [kind, setKind] = useState<'subscribers' | 'events'>('subscribers')
  const [file, setFile] = useState<File>()
  const [share, setShare] = useState<number>()
  const [problem, setProblem] = useState<Refusal>()
  const begin = async (): Promise<void> => {
    if (file === undefined) return
    setProblem(undefined)
    setShare(0)
    try {
      const { id } = await uploadFile({ kind, file, onProgress: setShare })
      onOpenChange(false)
      await navigate({ to: '/imports/$id', params: { id } })
    } catch (error) {
      setProblem(error as Refusal)
    }
    setShare(undefined)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={say('new')}
      description={say('new-about')}
      size="small"
      actions={
        <Button kind="primary" disabled={file === undefined} isBusy={share !== undefined} onClick={() => void begin()}>
          {say('upload')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={say('what')} hint={say(`kind-means.${kind}`)}>
          {(parts) => (
            <Select {...parts} value={kind} onChange={(event) => setKind(event.target.value as 'subscribers' | 'events')}>
              <option value="subscribers">{say('kinds.subscribers')}</option>
              <option value="events">{say('kinds.events')}</option>
            </Select>
          )}
        </Field>
        <Field label={say('file')} hint={say('file-hint')}>
          {(parts) => (
            <Input
              {...parts}
              type="file"
              accept=".csv,.tsv,.txt,.ndjson,.jsonl,.gz"
              className="py-1.5"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          )}
        </Field>
        {share !== undefined && (
          <div>
            <ProgressBar share={share} label={say('uploading')} />
            <span className="text-sm text-soft">{formats.percent(share)}</span>
          </div>
        )}
        {problem !== undefined && <Problem problem={problem} />}
      </div>
    </Dialog>
  )
}
