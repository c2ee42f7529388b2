// Lists: who was put together by hand or by an import. Each leads to its people; people are put on it or taken off it here, many at once.

import { Link } from '@tanstack/react-router'
import { ListChecks, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ListMembersDialog } from './list-members-dialog.tsx'

/** The page. */
export function ListsPage() {
  const say = useWords('people')
  const formats = useFormats()
  const lists = useAsk('GET /lists', {})
  const why = useMay('editor')
  const [changed, setChanged] = useState<string>()
  // One primary button a page: where there is none yet, it stands below what a list is.
  const isEmpty = lists.data?.lists.length === 0
  const add = (
    <Button kind="primary" why={why} onClick={() => setChanged('')}>
      {say('list-add')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={say('lists')}
        about={say('lists-about')}
        above={<LinkAbove to="/people">{say('title')}</LinkAbove>}
        actions={lists.isPending || isEmpty ? undefined : add}
      />
      {lists.error && <Problem problem={lists.error} />}
      <DataTable
        label={say('lists')}
        rows={lists.data?.lists ?? []}
        isLoading={lists.isPending}
        rowKey={({ list }) => list}
        columns={[
          {
            key: 'list',
            title: say('list'),
            cell: ({ list }) => (
              <Link to="/people" search={{ list } as never} className={linkLook}>
                {list}
              </Link>
            ),
          },
          { key: 'people', title: say('title'), align: 'end', width: 'w-32', cell: ({ people }) => formats.number(people) },
          {
            key: 'change',
            title: say('change'),
            align: 'end',
            width: 'w-28',
            cell: ({ list }) => (
              <IconButton label={say('list-change', { list })} size="small" why={why} onClick={() => setChanged(list)}>
                <Pencil aria-hidden />
              </IconButton>
            ),
          },
        ]}
        empty={
          <EmptyState icon={<ListChecks />} title={say('lists-empty')} actions={add} command="oncue import subscribers people.csv --list vip">
            {say('lists-empty-about')}
          </EmptyState>
        }
      />
      {changed !== undefined && <ListMembersDialog list={changed} onClose={() => setChanged(undefined)} />}
    </>
  )
}
