// All hooks of the workspace: how each stands, when it was heard last, and what came of it.

import { Link } from '@tanstack/react-router'
import { PlugZap } from 'lucide-react'
import { useAsk } from '../../client/use-ask.ts'
import { buttonClasses } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { HookState } from './hook-state.tsx'

/** The page. */
export function HooksPage() {
  const say = useWords('hooks')
  const formats = useFormats()
  const hooks = useAsk('GET /hooks', {}, { everyMs: 15_000 })
  const never = <span className="text-soft">{say('never-heard')}</span>
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} above={<LinkAbove to="/developers">{say('developers')}</LinkAbove>} />
      {hooks.error && <Problem problem={hooks.error} className="mb-3" />}
      <DataTable
        label={say('title')}
        rows={hooks.data?.hooks ?? []}
        isLoading={hooks.isPending}
        rowKey={({ hook }) => hook}
        columns={[
          {
            key: 'hook',
            title: say('hook'),
            cell: ({ hook }) => (
              <Link to="/developers/hooks/$hook" params={{ hook }} className={classes(linkLook, 'font-medium')}>
                {hook}
              </Link>
            ),
          },
          { key: 'state', title: say('column.state'), width: 'w-40', cell: (one) => <HookState hook={one} /> },
          {
            key: 'makes',
            title: say('column.makes'),
            isSecondary: true,
            cell: ({ take }) => [...new Set(take.map(({ event }) => event ?? say('only-attributes')))].join(', '),
          },
          { key: 'heard', title: say('column.heard'), width: 'w-40', cell: ({ lastHeardAt: at }) => (at === null ? never : <RelativeTime at={at} />) },
          { key: 'accepted', title: say('column.accepted'), width: 'w-28', align: 'end', cell: ({ accepted }) => formats.number(accepted) },
          {
            key: 'refused',
            title: say('column.refused'),
            width: 'w-28',
            align: 'end',
            cell: ({ refused }) => <span className={classes(refused > 0 && 'text-bad')}>{formats.number(refused)}</span>,
          },
        ]}
        empty={
          <EmptyState
            icon={<PlugZap />}
            title={say('none')}
            command="oncue hook try"
            actions={
              <Link to={'/settings/policy' as string} search={{ part: 'code' } as never} className={buttonClasses({ kind: 'primary' })}>
                {say('open-file')}
              </Link>
            }
          >
            {say('none-about')}
          </EmptyState>
        }
      />
    </>
  )
}
