// Keys: those with which events are sent, for servers and for pages, those that open the admin API, and those that sign webhooks. Made here, shown once,
// revoked at once.

import { type FormEvent, type ReactNode, useState } from 'react'
import type { Problem as Refusal } from '../../client/problem.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { type Role, useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { RoleField } from './role-field.tsx'
import { ShownOnce } from './shown-once.tsx'
import { WebhookSecretsCard } from './webhook-secrets-card.tsx'

/** The section. */
export function Keys() {
  return (
    <>
      <WriteKeysCard />
      <AdminKeysCard />
      <WebhookSecretsCard />
    </>
  )
}

function WriteKeysCard() {
  const say = useWords('settings')
  const keys = useAsk('GET /write-keys', {})
  const make = useTell('POST /write-keys', { refreshes: ['/write-keys'] })
  const revoke = useTell('DELETE /write-keys/{name}', { refreshes: ['/write-keys'] })
  const [kind, setKind] = useState<'server' | 'browser'>('server')
  const [origins, setOrigins] = useState('')
  const sites = kind === 'browser' ? origins.split(/[\s,]+/).filter((one) => one !== '') : []
  return (
    <KeysCard
      title={say('keys.write')}
      about={say('keys.write-about')}
      isPending={keys.isPending}
      problem={keys.error}
      rows={(keys.data?.keys ?? []).map((one) => ({
        name: one.name,
        badge: say(`keys.kind.${one.kind}`),
        details: one.origins.length > 0 ? one.origins.join(', ') : undefined,
        copy: one.key,
        lastUsedAt: one.lastUsedAt,
        isMade: one.made,
      }))}
      revoke={{ isBusy: revoke.isPending, problem: revoke.error, go: (name, then) => revoke.mutate({ params: { name } }, { onSuccess: then }) }}
      make={{
        isBusy: make.isPending,
        problem: make.error,
        key: make.data?.key,
        reset: make.reset,
        go: (name) => make.mutate({ body: { name, kind, origins: sites } }),
        fields: (
          <>
            <Field label={say('keys.for')} hint={say(`keys.kind-means.${kind}`)}>
              {(parts) => (
                <Select {...parts} value={kind} onChange={(event) => setKind(event.target.value as 'server' | 'browser')}>
                  <option value="server">{say('keys.kind.server')}</option>
                  <option value="browser">{say('keys.kind.browser')}</option>
                </Select>
              )}
            </Field>
            {kind === 'browser' && (
              <Field label={say('keys.origins')} hint={say('keys.origins-hint')} optional>
                {(parts) => <Input {...parts} placeholder="https://shop.example" value={origins} onChange={(event) => setOrigins(event.target.value)} />}
              </Field>
            )}
          </>
        ),
      }}
    />
  )
}

function AdminKeysCard() {
  const say = useWords('settings')
  const keys = useAsk('GET /keys', {})
  const make = useTell('POST /keys', { refreshes: ['/keys'] })
  const revoke = useTell('DELETE /keys/{name}', { refreshes: ['/keys'] })
  const [role, setRole] = useState<Role>('viewer')
  return (
    <KeysCard
      title={say('keys.admin')}
      about={say('keys.admin-about')}
      isPending={keys.isPending}
      problem={keys.error}
      rows={(keys.data?.keys ?? []).map((one) => ({
        name: one.name,
        badge: say(`role.${one.role}`),
        details: one.from === 'kept' ? undefined : say(`keys.from.${one.from === 'settings' ? 'settings' : 'machine'}`),
        copy: null,
        lastUsedAt: one.lastUsedAt,
        isMade: one.from === 'kept',
      }))}
      revoke={{ isBusy: revoke.isPending, problem: revoke.error, go: (name, then) => revoke.mutate({ params: { name } }, { onSuccess: then }) }}
      make={{
        isBusy: make.isPending,
        problem: make.error,
        key: make.data?.key,
        reset: make.reset,
        go: (name) => make.mutate({ body: { name, role } }),
        fields: <RoleField role={role} onChoose={setRole} />,
      }}
    />
  )
}

interface KeyRow {
  readonly name: string
  readonly badge: string
  readonly details: string | undefined
  readonly copy: string | null
  /** Undefined where nobody notes it; null for never. */
  readonly lastUsedAt: number | null | undefined
  readonly isMade: boolean
}

interface KeysCardProps {
  readonly title: string
  readonly about: string
  readonly isPending: boolean
  readonly problem: Refusal | null
  readonly rows: readonly KeyRow[]
  readonly make: {
    readonly isBusy: boolean
    readonly problem: Refusal | null
    readonly key: string | undefined
    readonly go: (name: string) => void
    readonly reset: () => void
    readonly fields: ReactNode
  }
  readonly revoke: { readonly isBusy: boolean; readonly problem: Refusal | null; readonly go: (name: string, then: () => void) => void }
}

function KeysCard({ title, about, isPending, problem, rows, make, revoke }: KeysCardProps) {
  const say = useWords('settings')
  const why = useMay('owner')
  const [isMaking, setMaking] = useState(false)
  const [revoked, setRevoked] = useState<string>()
  return (
    <Card
      title={title}
      aside={
        <Button why={why} onClick={() => setMaking(true)}>
          {say('keys.make')}
        </Button>
      }
    >
      <p className="mb-2 text-base text-soft">{about}</p>
      {problem && <Problem problem={problem} />}
      {isPending && <Skeleton lines={2} className="h-10" />}
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-base">
            <span className="min-w-40 flex-1">
              <span className="font-medium break-all">{row.name}</span>
              <span className="ms-2">
                <Badge>{row.badge}</Badge>
              </span>
              <span className="block text-sm text-soft">
                {row.details}
                {row.details !== undefined && row.lastUsedAt !== undefined && ' · '}
                {row.lastUsedAt === null && say('keys.never-used')}
                {typeof row.lastUsedAt === 'number' && (
                  <>
                    {say('keys.used')} <RelativeTime at={row.lastUsedAt} />
                  </>
                )}
              </span>
            </span>
            {row.copy !== null && (
              <span className="flex items-center gap-1">
                <code className="text-sm break-all">{row.copy}</code>
                <CopyButton text={row.copy} />
              </span>
            )}
            {row.isMade && (
              <Button size="small" kind="danger-plain" why={why} onClick={() => setRevoked(row.name)}>
                {say('keys.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <MakeDialog open={isMaking} onOpenChange={setMaking} title={title} make={make} />
      <ConfirmDialog
        open={revoked !== undefined}
        onOpenChange={() => setRevoked(undefined)}
        title={say('keys.revoke-title', { name: revoked ?? '' })}
        description={say('keys.revoke-about')}
        action={say('keys.revoke')}
        isBusy={revoke.isBusy}
        problem={revoke.problem}
        onConfirm={() => revoke.go(revoked ?? '', () => setRevoked(undefined))}
      />
    </Card>
  )
}

function MakeDialog({
  open,
  onOpenChange,
  title,
  make,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly make: KeysCardProps['make']
}) {
  const say = useWords('settings')
  const [name, setName] = useState('')
  const close = (isOpen: boolean): void => {
    onOpenChange(isOpen)
    if (!isOpen) {
      setName('')
      make.reset()
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    make.go(name.trim())
  }
  return (
    <Dialog open={open} onOpenChange={close} title={`${say('keys.make')} · ${title}`} size="small">
      {make.key === undefined ? (
        <form className="flex flex-col gap-3 pb-4" onSubmit={submit}>
          <Field label={say('keys.name')} hint={say('keys.name-hint')}>
            {(parts) => <Input {...parts} required maxLength={64} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          {make.fields}
          {make.problem && <Problem problem={make.problem} />}
          <Button type="submit" kind="primary" className="self-end" isBusy={make.isBusy}>
            {say('keys.make')}
          </Button>
        </form>
      ) : (
        <div className="flex flex-col gap-3 pb-4">
          <ShownOnce text={make.key} says={say('keys.once')} />
          <Button kind="primary" className="self-end" onClick={() => close(false)}>
            {say('done')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
