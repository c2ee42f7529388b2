// The pools of discount codes: how many are given and left, those that are only drafts yet, and a new one.

import { Plus, Upload } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Problem } from '../../kit/problem.tsx'
import { PublishDialog } from '../../shell/publish/publish-dialog.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { NewPoolDialog } from './new-pool-dialog.tsx'
import { UploadCodesDialog } from './upload-codes-dialog.tsx'

type Pool = AnswerOf<'GET /codes'>['pools'][number]

interface Row {
  readonly pool: string
  /** Undefined for one that is only a draft yet. */
  readonly inForce: Pool | undefined
  /** The file whose draft holds it. */
  readonly path: string
}

interface Drafted {
  readonly pool: string
  readonly path: string
}

/** The part of the page. */
export function Pools() {
  const say = useWords('catalogue')
  const mayNot = useMay('editor')
  const [uploading, setUploading] = useState<string | undefined>()
  const [isMaking, setMaking] = useState(false)
  const [publishing, setPublishing] = useState<Drafted | undefined>()
  const pools = useAsk('GET /codes', {})
  const folder = useAsk('GET /definitions', {})
  const inForce = (pools.data?.pools ?? []).map((pool): Row => ({ pool: pool.pool, inForce: pool, path: '' }))
  const drafted = (folder.data?.files ?? []).flatMap(({ path, draft, holds }) =>
    draft === null ? [] : holds.flatMap(({ kind, name }): readonly Row[] => (kind === 'codes' ? [{ pool: name, inForce: undefined, path }] : [])),
  )
  const rows = [...drafted.filter(({ pool }) => !inForce.some((row) => row.pool === pool)), ...inForce]
  const make = (
    <Button icon={<Plus />} why={mayNot ?? folder.data?.locked ?? undefined} onClick={() => setMaking(true)}>
      {say('new-pool.open')}
    </Button>
  )
  return (
    <section className="mt-8">
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{say('codes')}</h2>
        {rows.length > 0 && make}
      </div>
      {pools.error !== null && <Problem problem={pools.error} className="mb-3" />}
      <DataTable
        label={say('codes')}
        columns={columnsOf(say, useFormats(), { mayNot, onUpload: setUploading, onPublish: setPublishing })}
        rows={rows}
        rowKey={({ pool }) => pool}
        isLoading={pools.isPending || folder.isPending}
        empty={
          <EmptyState title={say('no-codes.title')} actions={make} command="oncue codes upload POOL codes.csv">
            {say('no-codes.about')}
          </EmptyState>
        }
      />
      {uploading !== undefined && <UploadCodesDialog pool={uploading} onClose={() => setUploading(undefined)} />}
      {isMaking && (
        <NewPoolDialog
          onMade={(made) => {
            setMaking(false)
            setPublishing(made)
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {publishing !== undefined && (
        <PublishDialog paths={[publishing.path]} name={publishing.pool} onClose={() => setPublishing(undefined)} onPublished={() => void pools.refetch()} />
      )}
    </section>
  )
}

interface Deeds {
  readonly mayNot: string | undefined
  readonly onUpload: (pool: string) => void
  readonly onPublish: (drafted: Drafted) => void
}

function columnsOf(say: Say, formats: ReturnType<typeof useFormats>, { mayNot, onUpload, onPublish }: Deeds): readonly Column<Row>[] {
  const of = (shown: (pool: Pool) => ReactNode) => (row: Row) => (row.inForce === undefined ? '' : shown(row.inForce))
  return [
    {
      key: 'pool',
      title: say('pool'),
      cell: ({ pool, inForce }) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{pool}</span>
          {inForce === undefined && <Badge kind="accent">{say('new-pool.draft')}</Badge>}
        </span>
      ),
    },
    { key: 'source', title: say('source'), width: 'w-40', cell: of(({ source }) => say(`source-${source}`)) },
    { key: 'for', title: say('one-for'), width: 'w-52', isSecondary: true, cell: of((pool) => say(`for-${pool.for}`)) },
    { key: 'given', title: say('given'), width: 'w-28', align: 'end', cell: of(({ given }) => formats.number(given)) },
    {
      key: 'left',
      title: say('left'),
      width: 'w-44',
      align: 'end',
      cell: of(({ left }) => (left === null ? say('endless') : left === 0 ? <Badge kind="bad">{say('none-left')}</Badge> : formats.number(left))),
    },
    {
      key: 'deed',
      title: '',
      width: 'w-44',
      align: 'end',
      cell: ({ pool, path, inForce }) =>
        inForce === undefined ? (
          <Button size="small" why={mayNot} onClick={() => onPublish({ pool, path })}>
            {say('new-pool.publish')}
          </Button>
        ) : inForce.source === 'uploaded' ? (
          <Button size="small" icon={<Upload />} why={mayNot} onClick={() => onUpload(pool)}>
            {say('upload')}
          </Button>
        ) : null,
    },
  ]
}
