// The built-in mailbox inside the console: what would have reached people, as it arrives.

import { ExternalLink, Mail } from 'lucide-react'
import { buttonClasses } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWorkspace } from '../../shell/workspace.ts'
import { useWords } from '../../words/words.ts'

/** The page. */
export function MailboxPage() {
  const say = useWords('messages')
  const { data } = useWorkspace()
  return (
    <>
      <PageHeader
        title={say('mailbox.title')}
        about={say('mailbox.about')}
        actions={
          data?.hasMailbox === true && (
            <a href="/mailbox" target="_blank" rel="noreferrer" className={buttonClasses({ kind: 'plain' })}>
              {say('mailbox.own-tab')} <ExternalLink aria-hidden />
            </a>
          )
        }
      />
      {data === undefined && <Skeleton className="h-96" />}
      {data?.hasMailbox === false && (
        <EmptyState icon={<Mail />} title={say('mailbox.none')} command="ONCUE_MAILBOX=true">
          {say('mailbox.none-about')}
        </EmptyState>
      )}
      {data?.hasMailbox === true && (
        <iframe
          src="/mailbox"
          title={say('mailbox.title')}
          referrerPolicy="same-origin"
          className="block h-[calc(100dvh-13rem)] min-h-96 w-full rounded-lg border border-line bg-card phone:h-[calc(100dvh-17rem)]"
        />
      )}
    </>
  )
}
