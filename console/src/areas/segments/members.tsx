// Who is in a segment now, a page at a time. Where few of many are in it, a page may hold nobody and the next one is asked for.

import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useAskPages } from '../../client/use-ask.ts'
import { classes } from '../../kit/classes.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { pagesOf } from '../../kit/pages-of.ts'
import { Problem } from '../../kit/problem.tsx'
import { useWords } from '../../words/words.ts'

/** The table. */
export function Members({ segment }: { readonly segment: string }) {
  const say = useWords('segments')
  const members = useAskPages('GET /segments/{segment}/members', { params: { segment }, query: { limit: 100 } })
  const shown = pagesOf(members, (answer) => answer.members)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = members
  const isLooking = shown.rows.length < 20 && hasNextPage
  useEffect(() => {
    if (isLooking && !isFetchingNextPage) void fetchNextPage()
  }, [isLooking, isFetchingNextPage, fetchNextPage])
  return (
    <>
      {members.error && <Problem problem={members.error} className="mb-3" />}
      {isLooking && (
        <p role="status" className="mb-2 text-sm text-soft">
          {say('looking')}
        </p>
      )}
      <DataTable
        label={say('tab.members')}
        {...shown}
        rowKey={({ subscriber }) => String(subscriber)}
        columns={[
          {
            key: 'person',
            title: say('person'),
            cell: ({ subscriber, userIds, email }) => (
              <Link to={`/people/${encodeURIComponent(`#${subscriber}`)}` as string} className={classes(linkLook, 'block truncate')}>
                {email ?? userIds[0] ?? `#${subscriber}`}
              </Link>
            ),
          },
          { key: 'ids', title: 'userId', isSecondary: true, cell: ({ userIds }) => <span className="block truncate text-soft">{userIds.join(', ')}</span> },
          { key: 'number', title: say('number'), align: 'end', width: 'w-32', isSecondary: true, cell: ({ subscriber }) => `#${subscriber}` },
        ]}
        empty={isLooking ? undefined : <EmptyState title={say('members-empty')}>{say('members-empty-about')}</EmptyState>}
      />
    </>
  )
}
