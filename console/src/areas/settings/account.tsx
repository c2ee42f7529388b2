// One's own account: the password, the second factor, and where it is signed in.

import { type FormEvent, useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useSession } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { SecondFactorCard } from './second-factor-card.tsx'
import { SessionList } from './session-list.tsx'

/** The section. */
export function Account() {
  const session = useSession()
  if (session.data === undefined) return <Skeleton lines={6} className="h-9" />
  return (
    <>
      <PasswordCard name={session.data.name} />
      <SecondFactorCard isOn={session.data.secondFactor} left={session.data.spareCodesLeft} />
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
