// One's own account: the password, the second factor, and where it is signed in.

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useSession } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { SessionList } from './session-list.tsx'

/** The section. */
export function Account() {
  const session = useSession()
  if (session.data === undefined) return <Skeleton lines={6} className="h-9" />
  return (
    <>
      <PasswordCard name={session.data.name} />
      <SecondFactorCard isOn={session.data.secondFactor} />
      <SessionsCard />
    </>
  )
}

function PasswordCard({ name }: { readonly name: string }) {
  const say = useWords('settings')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const change = useTell('PUT /account/password', { refreshes: ['/account'] })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate(
      { body: { current, password } },
      {
        onSuccess: () => {
          setCurrent('')
          setPassword('')
          toast(say('account.password-changed'))
        },
      },
    )
  }
  return (
    <Card title={say('account.password')}>
      <form className="flex max-w-md flex-col gap-3" onSubmit={submit}>
        <input type="text" hidden readOnly autoComplete="username" value={name} />
        <Field label={say('account.current')}>
          {(parts) => (
            <Input {...parts} required type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
          )}
        </Field>
        <Field label={say('account.new')} hint={say('account.new-hint')}>
          {(parts) => (
            <Input
              {...parts}
              required
              minLength={10}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {change.error && <Problem problem={change.error} />}
        <Button type="submit" className="self-start" isBusy={change.isPending}>
          {say('account.change')}
        </Button>
      </form>
    </Card>
  )
}

function SecondFactorCard({ isOn }: { readonly isOn: boolean }) {
  const say = useWords('settings')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [asks, setAsks] = useState<'begin' | 'drop'>('begin')
  const [isAsking, setAsking] = useState(false)
  const begin = useTell('POST /account/second-factor')
  const confirm = useTell('PUT /account/second-factor', { refreshes: ['/session'] })
  const drop = useTell('DELETE /account/second-factor', { refreshes: ['/session'] })
  const spare = confirm.data?.spare
  const codeField = useRef<HTMLInputElement>(null)
  const isScanning = !isOn && begin.data !== undefined
  // What was pressed to get here is gone.
  useEffect(() => {
    if (isScanning && !isAsking) codeField.current?.focus()
  }, [isScanning, isAsking])
  const close = (): void => {
    setAsking(false)
    setPassword('')
  }
  const ask = (what: 'begin' | 'drop'): void => {
    begin.reset()
    drop.reset()
    setAsks(what)
    setAsking(true)
  }
  const prove = (): void => {
    const body = { password }
    if (asks === 'begin') return begin.mutate({ body }, { onSuccess: close })
    drop.mutate(
      { body },
      {
        onSuccess: () => {
          close()
          begin.reset()
          confirm.reset()
        },
      },
    )
  }
  return (
    <Card title={say('factor.title')} aside={<Badge kind={isOn ? 'good' : 'plain'}>{say(isOn ? 'factor.on' : 'factor.off')}</Badge>}>
      <div className="flex max-w-prose flex-col items-start gap-3 text-base">
        <p className="text-soft">{say('factor.about')}</p>
        {spare !== undefined && <SpareCodes codes={spare} />}
        {!isOn && begin.data === undefined && <Button onClick={() => ask('begin')}>{say('factor.begin')}</Button>}
        {!isOn && begin.data !== undefined && (
          <form
            className="flex w-full max-w-md flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault()
              confirm.mutate({ body: { code: code.trim() } })
            }}
          >
            <p>{say('factor.scan')}</p>
            <img
              alt={say('factor.picture')}
              src={`data:image/svg+xml;utf8,${encodeURIComponent(begin.data.picture)}`}
              className="size-48 rounded-md bg-white"
            />
            <p>{say('factor.secret')}</p>
            <div className="flex items-center gap-1 rounded-md bg-sunken px-2 py-1">
              <code className="min-w-0 flex-1 text-base break-all">{begin.data.secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code>
              <CopyButton text={begin.data.secret} label={say('factor.copy-secret')} />
            </div>
            <a className="text-accent underline" href={begin.data.uri}>
              {say('factor.open-app')}
            </a>
            <Field label={say('factor.code')} hint={say('factor.code-hint')}>
              {(parts) => (
                <Input
                  {...parts}
                  ref={codeField}
                  required
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                />
              )}
            </Field>
            {confirm.error && <Problem problem={confirm.error} />}
            <Button type="submit" className="self-start" isBusy={confirm.isPending}>
              {say('factor.turn-on')}
            </Button>
          </form>
        )}
        {isOn && (
          <Button kind="danger-plain" onClick={() => ask('drop')}>
            {say('factor.turn-off')}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={close}
        title={say(asks === 'drop' ? 'factor.off-title' : 'factor.begin-title')}
        description={say(asks === 'drop' ? 'factor.off-about' : 'factor.begin-about')}
        action={say(asks === 'drop' ? 'factor.turn-off' : 'factor.next')}
        kind={asks === 'drop' ? 'danger' : 'primary'}
        isBusy={drop.isPending || begin.isPending}
        problem={asks === 'drop' ? drop.error : begin.error}
        isReady={password !== ''}
        onConfirm={prove}
      >
        <Field label={say('account.current')}>
          {(parts) => (
            <Input {...parts} type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
          )}
        </Field>
      </ConfirmDialog>
    </Card>
  )
}

function SpareCodes({ codes }: { readonly codes: readonly string[] }) {
  const say = useWords('settings')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} tabIndex={-1} className="w-full rounded-md bg-warn-tint p-3">
      <p className="font-medium">{say('factor.spare')}</p>
      <ul className="my-2 grid grid-cols-2 gap-x-6 font-mono text-base">
        {codes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <div className="flex items-center gap-2">
        <a
          className={buttonClasses({ size: 'small' })}
          download="oncue-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`}
        >
          {say('factor.save-spare')}
        </a>
        <CopyButton text={codes.join('\n')} label={say('factor.copy-spare')} />
      </div>
    </div>
  )
}

function SessionsCard() {
  const say = useWords('settings')
  const sessions = useAsk('GET /account/sessions', {})
  const endOne = useTell('DELETE /account/sessions/{id}', { refreshes: ['/account/sessions'] })
  const endOthers = useTell('DELETE /account/sessions', { refreshes: ['/account/sessions'] })
  const others = (sessions.data?.sessions ?? []).filter(({ isThisOne }) => !isThisOne).length
  return (
    <Card
      title={say('sessions.title')}
      aside={
        others > 0 && (
          <Button
            size="small"
            isBusy={endOthers.isPending}
            onClick={() => endOthers.mutate({}, { onSuccess: ({ ended }) => toast(say('sessions.ended', { count: ended })) })}
          >
            {say('sessions.end-others')}
          </Button>
        )
      }
    >
      {sessions.error && <Problem problem={sessions.error} />}
      {sessions.isPending ? (
        <Skeleton lines={2} className="h-9" />
      ) : (
        <SessionList sessions={sessions.data?.sessions ?? []} onEnd={(id) => endOne.mutate({ params: { id } })} />
      )}
    </Card>
  )
}
