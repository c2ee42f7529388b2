// Events that were refused: each with its reason, to be mended and sent again, or thrown away.

import { CircleCheck } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useAskPages } from '../../client/use-ask.ts'
import { classes } from '../../kit/classes.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Input } from '../../kit/input.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { pagesOf } from '../../kit/pages-of.ts'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { SaidSentence } from '../decisions/said-sentence.tsx'
import { MendDialog } from './mend-dialog.tsx'

/** The page. */
export function RefusedPage() {
  const say = useWords('live')
  const [text, setText] = useUrlState('q')
  const [open, setOpen] = useUrlState('open')
  const asked = useDeferredValue(text.trim())
  const letters = useAskPages(
    'GET /dead-letters',
    { query: { limit: 100, ...(asked === '' ? {} : { text: asked }) } },
    { keepsPrevious: true, everyMs: 15_000 },
  )
  const all = letters.data?.pages.flatMap((page) => page.letters) ?? []
  const opened = all.find(({ letter }) => letter === open)
  return (
    <>
      <PageHeader title={say('refused')} about={say('refused-about')} above={<LinkAbove to="/live">{say('title')}</LinkAbove>} />
      <search className="mb-3 block max-w-md">
        <Input type="search" aria-label={say('search')} placeholder={say('search-example')} value={text} onChange={(event) => setText(event.target.value)} />
      </search>
      {letters.error && <Problem problem={letters.error} className="mb-3" />}
      <DataTable
        label={say('refused')}
        {...pagesOf(letters, (answer) => answer.letters)}
        rowKey={({ letter }) => letter}
        columns={[
          {
            key: 'reason',
            title: say('reason'),
            wraps: true,
            cell: ({ letter, said }) => (
              <button type="button" className={classes(linkLook, 'max-w-full text-start break-words')} onClick={() => setOpen(letter)}>
                <SaidSentence said={said} />
              </button>
            ),
          },
          { key: 'body', title: say('body'), isSecondary: true, cell: ({ body }) => <code className="font-mono text-xs text-soft">{body.slice(0, 200)}</code> },
          { key: 'source', title: say('through'), width: 'w-48', cell: ({ source }) => source },
          { key: 'at', title: say('received'), width: 'w-40', cell: ({ receivedAt }) => <RelativeTime at={receivedAt} /> },
        ]}
        empty={
          <EmptyState icon={<CircleCheck />} title={say(asked === '' ? 'none-refused' : 'none-found')} command="oncue dead-letters">
            {say('none-refused-about')}
          </EmptyState>
        }
      />
      {opened !== undefined && <MendDialog key={opened.letter} letter={opened} onClose={() => setOpen('')} />}
    </>
  )
}
