// The second factor of one's own account: setting it up with an app, the codes for the day the phone is lost, and turning it off.

import { useEffect, useRef, useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useWords } from '../../words/words.ts'

/** With fewer codes left, it is time for new ones. */
const few = 3

type Asks = 'begin' | 'renew' | 'drop'

/** `left`: how many codes for a lost phone were not used. */
export function SecondFactorCard({ isOn, left }: { readonly isOn: boolean; readonly left: number }) {
  const say = useWords('settings')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [asks, setAsks] = useState<Asks>('begin')
  const [isAsking, setAsking] = useState(false)
  const begin = useTell('POST /account/second-factor')
  const confirm = useTell('PUT /account/second-factor', { refreshes: ['/session'] })
  const renew = useTell('POST /account/second-factor/spare', { refreshes: ['/session'] })
  const drop = useTell('DELETE /account/second-factor', { refreshes: ['/session'] })
  const spare = (renew.data ?? confirm.data)?.spare
  const tell = { begin, renew, drop }[asks]
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
  const ask = (what: Asks): void => {
    begin.reset()
    drop.reset()
    setAsks(what)
    setAsking(true)
  }
  const prove = (): void => {
    const body = { password }
    if (asks === 'begin') return begin.mutate({ body }, { onSuccess: close })
    if (asks === 'renew') return renew.mutate({ body }, { onSuccess: close })
    drop.mutate(
      { body },
      {
        onSuccess: () => {
          close()
          begin.reset()
          confirm.reset()
          renew.reset()
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
          <>
            <p className={left < few ? 'rounded-md bg-warn-tint px-3 py-2' : undefined}>
              {say('factor.left', { count: left })} {left < few && say('factor.left-few')}
            </p>
            <span className="flex flex-wrap gap-2">
              <Button onClick={() => ask('renew')}>{say('factor.renew')}</Button>
              <Button kind="danger-plain" onClick={() => ask('drop')}>
                {say('factor.turn-off')}
              </Button>
            </span>
          </>
        )}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={close}
        title={say(`factor.${asks}-title`)}
        description={say(`factor.${asks}-about`)}
        action={say(`factor.${asks}-action`)}
        kind={asks === 'drop' ? 'danger' : 'primary'}
        isBusy={tell.isPending}
        problem={tell.error}
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

/** Shown once: to copy, or as a file. */
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
