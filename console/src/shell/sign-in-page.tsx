// Signing in: name, password, and the code of the second factor when the account has one. Afterwards one is where one wanted to be.

import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { answers, useAsk, useTell } from '../client/use-ask.ts'
import { Button } from '../kit/button.tsx'
import { Field } from '../kit/field.tsx'
import { Input } from '../kit/input.tsx'
import { Problem } from '../kit/problem.tsx'
import { nameTab } from '../kit/tab-title.ts'
import { toast } from '../kit/toast.tsx'
import { useWords } from '../words/words.ts'
import { BareFrame } from './bare-frame.tsx'

/** The page. */
export function SignInPage() {
  const say = useWords('shell')
  const navigate = useNavigate()
  const { to, ended } = useSearch({ strict: false }) as { readonly to?: string; readonly ended?: string }
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [wantsCode, setWantsCode] = useState(false)
  const signIn = useTell('POST /session')
  const setup = useAsk('GET /setup', {})
  useEffect(() => {
    nameTab(say('sign-in.title'))
  }, [say])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const body = { name: name.trim(), password, ...(wantsCode ? { code: code.trim() } : {}) }
    signIn.mutate(
      { body },
      {
        onSuccess: async ({ wrongCodesBefore }) => {
          answers.clear()
          if (wrongCodesBefore > 0) {
            const onClick = (): void => void navigate({ href: '/settings/account' })
            void toast(say('sign-in.wrong-codes', { count: wrongCodesBefore }), { action: { label: say('sign-in.change-password'), onClick } })
          }
          // Only a place of the console: an address from elsewhere must not lead elsewhere.
          await navigate({ href: typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/' })
        },
        onError: (problem) => {
          if (problem.code === 'code-needed') setWantsCode(true)
        },
      },
    )
  }
  const problem = signIn.error?.code === 'code-needed' ? null : signIn.error
  return (
    <BareFrame title={say('sign-in.title')} about={say('sign-in.about')}>
      {setup.data !== undefined && setup.data.state !== 'done' && (
        <p className="mb-4 rounded-md bg-tint p-3 text-base text-on-tint">
          {say('sign-in.nobody-yet')}{' '}
          <a className="underline" href="/console/welcome">
            {say('sign-in.first-owner')}
          </a>
        </p>
      )}
      {ended !== undefined && (
        <p role="status" className="mb-4 rounded-md bg-tint p-3 text-base text-on-tint">
          {say('sign-in.ended')}
        </p>
      )}
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field label={say('sign-in.name')}>
          {(parts) => <Input {...parts} required autoFocus autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={say('sign-in.password')}>
          {(parts) => (
            <Input {...parts} required type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
          )}
        </Field>
        {wantsCode && (
          <Field label={say('sign-in.code')} hint={say('sign-in.code-hint')}>
            {(parts) => (
              <Input
                {...parts}
                required
                autoFocus
                inputMode="numeric"
                autoComplete="one-time-code"
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            )}
          </Field>
        )}
        {problem != null && <Problem problem={problem} />}
        <Button type="submit" kind="primary" isBusy={signIn.isPending}>
          {say('sign-in.button')}
        </Button>
      </form>
    </BareFrame>
  )
}
