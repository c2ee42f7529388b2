// How messages go out: the ways and how they stand, trying the mail server, and sending domains with the exact DNS records and their check.

import { useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { isOwnMachine } from '../../kit/own-machine.ts'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useMay } from '../../shell/session.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { type Say, useWords } from '../../words/words.ts'
import { SaidReason } from '../decisions/said-reason.tsx'

/** The section. */
export function Sending() {
  return (
    <>
      <ChannelsCard />
      <DomainsCard />
    </>
  )
}

function ChannelsCard() {
  const say = useWords('settings')
  const why = useMay('owner')
  const channels = useAsk('GET /channels', {}, { everyMs: 10_000 })
  const workspace = useAsk('GET /workspace', {})
  const { data: { publicUrl } = {} } = useAsk('GET /settings', {})
  const trial = useTell('POST /channels/email/test')
  const [tried] = useInWords(trial.data === undefined ? none : [{ ...trial.data, message: trial.data.says }])
  return (
    <Card
      title={say('sending.channels')}
      aside={
        workspace.data?.hasMailbox !== true && (
          <Button why={why} isBusy={trial.isPending} onClick={() => trial.mutate({})}>
            {say('sending.test')}
          </Button>
        )
      }
    >
      <p className="mb-2 text-base text-soft">
        {say(workspace.data?.of === 'staging' ? 'sending.copy' : workspace.data?.hasMailbox === true ? 'sending.mailbox' : 'sending.channels-about')}
      </p>
      {workspace.data?.hasMailbox === false && publicUrl !== undefined && isOwnMachine(publicUrl) && (
        <p className="mb-3 rounded-md bg-warn-tint px-3 py-2 text-base text-warn">{say('sending.own-machine', { address: publicUrl })}</p>
      )}
      {channels.error && <Problem problem={channels.error} />}
      {channels.isPending && <Skeleton lines={3} className="h-10" />}
      <ul className="divide-y divide-line">
        {(channels.data?.channels ?? []).map((one) => (
          <li key={one.channel} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-base">
            <span className="min-w-28 font-medium">{say(`channel.${one.channel}`)}</span>
            <span className="text-sm text-soft">{say('sending.under-way', { count: one.underWay, most: one.atOnce })}</span>
            <span className="text-sm text-soft">{one.perSecond === null ? say('sending.no-rate') : say('sending.rate', { rate: one.perSecond })}</span>
            {one.ways.map((way) => (
              <span key={way.name} className="flex flex-wrap items-center gap-1 text-sm">
                {way.name}
                <Badge kind={way.state === 'open' ? 'bad' : way.state === 'probing' || way.failsSince !== null ? 'warn' : 'good'}>
                  {say(way.state === 'closed' && way.failsSince !== null ? 'way.fails' : `way.${way.state}`)}
                </Badge>
                {way.restsUntil !== null && <RelativeTime at={way.restsUntil} />}
                {way.lastError === null ? (
                  <span className="text-soft">{say('sending.no-error')}</span>
                ) : (
                  <span className="text-soft">
                    {say('sending.last-error')} <RelativeTime at={way.lastError.at} />:{' '}
                    <span className="break-words text-ink">
                      <SaidReason said={way.lastError.said} />
                    </span>
                  </span>
                )}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {trial.error && <Problem problem={trial.error} className="mt-3" />}
      {tried !== undefined && (
        <div className="mt-3" role="status">
          <p className="mb-1 text-base break-words">
            <Badge kind={tried.ok ? 'good' : 'bad'}>{say(tried.ok ? 'sending.test-good' : 'sending.test-bad')}</Badge> {tried.message}
            {tried.fix !== null && <span className="block text-soft">→ {tried.fix}</span>}
          </p>
          {tried.dialogue.length > 0 && (
            <ol className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-sm" aria-label={say('sending.dialogue')}>
              {tried.dialogue.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their place
                <li key={index} className="break-all">
                  <span className="text-soft">{line.by === 'us' ? '→' : '←'}</span> {line.text}
                </li>
              ))}
            </ol>
          )}
        </div>
      )}
    </Card>
  )
}

function DomainsCard() {
  const say = useWords('settings')
  const domains = useAsk('GET /domains', {})
  const [open, setOpen] = useUrlState('domain')
  const [typed, setTyped] = useState('')
  const known = (domains.data?.domains ?? []).map(({ domain }) => domain)
  const shown = open === '' ? known[0] : open
  return (
    <Card title={say('sending.domains')}>
      <p className="mb-3 text-base text-soft">{say('sending.domains-about')}</p>
      {domains.error && <Problem problem={domains.error} />}
      <div className="mb-3 flex flex-wrap items-end gap-2">
        {known.map((domain) => (
          <Button key={domain} size="small" aria-pressed={domain === shown} kind={domain === shown ? 'primary' : 'plain'} onClick={() => setOpen(domain)}>
            {domain}
          </Button>
        ))}
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            setOpen(typed.trim().toLowerCase())
          }}
        >
          <Field label={say('sending.other-domain')}>
            {(parts) => <Input {...parts} placeholder="shop.example" value={typed} onChange={(event) => setTyped(event.target.value)} />}
          </Field>
          <Button type="submit">{say('sending.look')}</Button>
        </form>
      </div>
      {shown !== undefined && <DomainDetails key={shown} domain={shown} standing={domains.data?.domains.find((one) => one.domain === shown)} />}
    </Card>
  )
}

interface Standing {
  readonly advertising: string
  readonly because: string | null
  readonly window: { readonly sent: number; readonly bounced: number; readonly complained: number }
  readonly warmUp: { readonly day: number; readonly number: number; readonly sent: number } | null
}

const none: readonly never[] = []

/** What a check looks at: what has a name of its own everywhere keeps it. */
function checkName(check: string, say: Say): string {
  return /^[A-Z]+$/.test(check) ? check : say(`check.${check.replaceAll(' ', '-')}`, { defaultValue: check })
}

const resultKinds: Readonly<Record<string, BadgeKind>> = { pass: 'good', warn: 'warn', fail: 'bad', unknown: 'plain' }

function DomainDetails({ domain, standing }: { readonly domain: string; readonly standing: Standing | undefined }) {
  const say = useWords('settings')
  const formats = useFormats()
  const mayOwner = useMay('owner')
  const mayEdit = useMay('editor')
  const params = { domain }
  const setup = useAsk('GET /domains/{domain}/setup', { params })
  const makeKey = useTell('POST /domains/{domain}/key', { refreshes: ['/domains'] })
  const check = useTell('POST /domains/{domain}/check', { refreshes: ['/domains'] })
  const findings = useInWords(check.data === undefined ? none : check.data.findings.map((one) => ({ ...one, message: one.found, fix: one.todo })))
  const shownRecords = useInWords((setup.data?.records ?? none).map((one) => ({ ...one, message: one.why, said: { message: one.said, fix: null } })))
  if (setup.error) return <Problem problem={setup.error} />
  if (setup.isPending) return <Skeleton lines={4} className="h-9" />
  const { hasKey, signsSince, checkedAt, failed, heldBecause } = setup.data
  return (
    <section aria-label={domain} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2 text-base">
        <h3 className="font-semibold">{domain}</h3>
        <Badge kind={signsSince === null ? 'warn' : 'good'}>{say(signsSince === null ? 'sending.unsigned' : 'sending.signed')}</Badge>
        {standing !== undefined && (
          <Badge kind={standing.advertising === 'stopped' ? 'bad' : standing.advertising === 'goes' ? 'good' : 'warn'}>
            {say(`standing.${standing.advertising}`)}
          </Badge>
        )}
        {checkedAt !== null && (
          <span className="text-sm text-soft">
            {say('sending.checked')} <RelativeTime at={checkedAt} />
            {failed.length > 0 && ` · ${say('sending.failed', { checks: failed.map((one) => checkName(one, say)).join(', ') })}`}
          </span>
        )}
      </div>
      {heldBecause !== null && (
        <p className="rounded-md bg-warn-tint px-3 py-2 text-base text-warn" title={heldBecause}>
          {say('sending.held')}
        </p>
      )}
      {standing !== undefined && (
        <p className="text-base text-soft">
          {standing.because ??
            say('sending.counted', {
              sent: formats.number(standing.window.sent),
              bounced: formats.number(standing.window.bounced),
              complained: formats.number(standing.window.complained),
            })}
          {standing.warmUp !== null &&
            ` · ${say('sending.warm-up', { day: standing.warmUp.day, sent: formats.number(standing.warmUp.sent), most: formats.number(standing.warmUp.number) })}`}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {!hasKey && (
          <Button why={mayOwner} isBusy={makeKey.isPending} onClick={() => makeKey.mutate({ params })}>
            {say('sending.make-key')}
          </Button>
        )}
        <Button why={mayEdit} isBusy={check.isPending} onClick={() => check.mutate({ params })}>
          {say('sending.check')}
        </Button>
      </div>
      {makeKey.error && <Problem problem={makeKey.error} />}
      {check.error && <Problem problem={check.error} />}
      {check.data !== undefined && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {findings.map((one) => (
            <li key={one.check} className="flex gap-3 px-3 py-2 text-base">
              <span className="w-28 shrink-0">
                <Badge kind={resultKinds[one.result] ?? 'plain'}>{say(`result.${one.result}`)}</Badge>
              </span>
              <span className="min-w-0 flex-1 break-words">
                <span className="font-medium">{checkName(one.check, say)}</span>: {one.message}
                {one.fix !== null && <span className="block text-soft">→ {one.fix}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {shownRecords.map((record) => (
        <dl key={record.what} className="rounded-md border border-line p-3 text-base">
          <div className="mb-1">
            <dt className="inline font-medium">{checkName(record.what, say)}</dt> <dd className="inline text-soft">— {record.message}</dd>
          </div>
          {(['type', 'name', 'value'] as const).map((part) => (
            <div key={part} className="flex items-start gap-2">
              <dt className="w-16 shrink-0 pt-1 text-sm text-soft">{say(`record.${part}`)}</dt>
              <dd className="flex min-w-0 flex-1 items-start gap-1">
                <code className="min-w-0 flex-1 pt-1 text-sm break-all">{record[part]}</code>
                {part !== 'type' && <CopyButton text={record[part]} />}
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  )
}
