// Connecting a site: what to paste, then the requests as they come.

import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useWords } from '../../words/words.ts'
import { SaidSentence } from '../decisions/said-sentence.tsx'
import { SendEvents } from './send-events.tsx'

/** The page. */
export function DevelopersPage() {
  const say = useWords('developers')
  const settings = useAsk('GET /settings', {})
  return (
    <>
      <PageHeader title={say('title')} about={say('about')} />
      {settings.error && <Problem problem={settings.error} />}
      <div className="flex flex-col gap-4">
        <SendEvents publicUrl={settings.data?.publicUrl} />
        <Requests />
        <Further />
      </div>
    </>
  )
}

function Requests() {
  const say = useWords('developers')
  const [isPaused, setPaused] = useState(false)
  const requests = useAsk('GET /requests', {}, isPaused ? {} : { everyMs: 2000 })
  const rows = requests.data?.requests ?? []
  return (
    <Card
      title={say('requests')}
      aside={
        <button type="button" className="min-h-6 text-sm text-accent underline" onClick={() => setPaused(!isPaused)}>
          {say(isPaused ? 'go-on' : 'pause')}
        </button>
      }
    >
      <p className="mb-2 text-base text-soft">{say('requests-about')}</p>
      {requests.error && <Problem problem={requests.error} />}
      {requests.isPending && <Skeleton lines={4} className="h-8" />}
      {requests.data !== undefined && rows.length === 0 && <EmptyState title={say('no-requests')}>{say('no-requests-about')}</EmptyState>}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="max-h-96 overflow-auto" tabIndex={0} aria-label={say('requests')}>
          <table className="w-full text-start text-base phone:block">
            <thead className="sticky top-0 bg-card text-sm text-soft phone:hidden">
              <tr>
                {(['when', 'door', 'key', 'status', 'events', 'result'] as const).map((one) => (
                  <th key={one} scope="col" className="px-2 py-1.5 text-start font-medium">
                    {say(`column.${one}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line phone:block">
              {rows.map((one) => (
                <tr key={one.id} className="phone:flex phone:flex-wrap phone:items-center phone:gap-x-3 phone:gap-y-1 phone:py-2">
                  <td className="px-2 py-1.5 whitespace-nowrap phone:p-0 phone:text-soft">
                    <RelativeTime at={one.at} />
                  </td>
                  <td className="px-2 py-1.5 font-mono text-sm whitespace-nowrap phone:p-0">{one.door}</td>
                  <td className="px-2 py-1.5 phone:p-0">{one.key ?? '—'}</td>
                  <td className="px-2 py-1.5 phone:p-0">
                    <Badge kind={one.status < 300 ? 'good' : 'bad'}>{one.status}</Badge>
                  </td>
                  <td className="px-2 py-1.5 phone:p-0 phone:empty:hidden">{one.events.join(', ')}</td>
                  <td className="px-2 py-1.5 phone:basis-full phone:p-0">
                    {one.robot !== null ? (
                      <span className="text-warn">{say(`robot.${one.robot}`)}</span>
                    ) : one.status !== 401 ? (
                      say('taken', { count: one.accepted })
                    ) : one.said === null ? (
                      say('no-key')
                    ) : (
                      <SaidSentence said={one.said} />
                    )}
                    {one.refused > 0 && (
                      <span className="block text-sm text-bad">
                        {say('refused', { count: one.refused })}: {one.said !== null && <SaidSentence said={one.said} />}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  )
}

function Further() {
  const say = useWords('developers')
  const workspace = useAsk('GET /workspace', {})
  return (
    <Card title={say('further')}>
      <ul className="flex flex-col gap-2 text-base">
        <li>
          <Link className="text-accent underline" to="/developers/api">
            {say('openapi')}
          </Link>{' '}
          <span className="text-soft">{say('openapi-about')}</span>
        </li>
        {workspace.data?.hasMailbox === true && (
          <li>
            <a className="text-accent underline" href="/mailbox">
              {say('mailbox')}
            </a>{' '}
            <span className="text-soft">{say('mailbox-about')}</span>
          </li>
        )}
        <li>
          <Link className="text-accent underline" to="/settings/keys">
            {say('keys')}
          </Link>{' '}
          <span className="text-soft">{say('keys-about')}</span>
        </li>
        <li>
          <Link className="text-accent underline" to="/developers/hooks">
            {say('hooks')}
          </Link>{' '}
          <span className="text-soft">{say('hooks-about')}</span>
        </li>
        <li className="text-soft">{say('webhooks-about')}</li>
      </ul>
    </Card>
  )
}
