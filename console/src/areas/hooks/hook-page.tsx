// One hook: where it is called and with what proof, what each of its entries may write, what its last calls came to, and a call to try.

import { useParams } from '@tanstack/react-router'
import { useAsk } from '../../client/use-ask.ts'
import { AsJson } from '../../kit/as-json.tsx'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useWords } from '../../words/words.ts'
import { HookCalls } from './hook-calls.tsx'
import { type Entry, HookEntry } from './hook-entry.tsx'
import { type Hook, HookState } from './hook-state.tsx'
import { HookTry } from './hook-try.tsx'

/** The page. */
export function HookPage() {
  const say = useWords('hooks')
  const { hook: name = '' } = useParams({ strict: false }) as { readonly hook?: string }
  const asked = useAsk('GET /hooks/{hook}', { params: { hook: name } }, { everyMs: 5000 })
  const hook = asked.data
  return (
    <>
      <PageHeader
        title={name}
        above={<LinkAbove to="/developers/hooks">{say('title')}</LinkAbove>}
        badges={hook !== undefined && <HookState hook={hook} />}
        description={hook?.description ?? undefined}
        actions={hook !== undefined && <AsJson value={hook} title={name} />}
      />
      {asked.error && <Problem problem={asked.error} className="mb-3" />}
      {asked.isPending && <Skeleton lines={6} className="h-8" />}
      {hook !== undefined && (
        <div className="flex flex-col gap-4">
          <Where hook={hook} />
          <Card title={say('entries')}>
            <p className="mb-2 text-base text-soft">{say('entries-about')}</p>
            <ol className="divide-y divide-line">
              {numbered(hook.take).map(({ entry, place }) => (
                <li key={place} className="py-3">
                  <HookEntry entry={entry} place={place} />
                </li>
              ))}
            </ol>
          </Card>
          <HookTry hook={name} examples={hook.examples} />
          <HookCalls hook={name} calls={hook.calls} />
        </div>
      )}
    </>
  )
}

function numbered(entries: readonly Entry[]): readonly { readonly entry: Entry; readonly place: number }[] {
  return entries.map((entry, index) => ({ entry, place: index + 1 }))
}

/** Where it is called, how a call proves itself, and what came of those that were. */
function Where({ hook }: { readonly hook: Hook }) {
  const say = useWords('hooks')
  const settings = useAsk('GET /settings', {})
  const address = `${settings.data?.publicUrl ?? location.origin}${hook.path}`
  const header = hook.header ?? ''
  return (
    <Card title={say('called-at')} aside={<CopyButton text={address} label={say('copy-address')} />}>
      <code className="block rounded-md bg-sunken p-3 text-sm break-all">POST {address}</code>
      <p className="mt-2 text-base">{say(`signature.${hook.signature}`, { header })}</p>
      {!hook.hasSecret && <p className="mt-2 text-base text-bad">{say('no-secret-about', { setting: `ONCUE_HOOKS='${hook.hook}=…'` })}</p>}
      <p className="mt-2 text-base text-soft">
        {hook.lastHeardAt === null ? (
          say('never-heard')
        ) : (
          <>
            {say('heard-last')} <RelativeTime at={hook.lastHeardAt} /> · {say('taken', { count: hook.accepted })} · {say('refused', { count: hook.refused })}
          </>
        )}
      </p>
    </Card>
  )
}
