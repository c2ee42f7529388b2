// Makes the first owner: a name and a password, and the secret of the link, which comes along in the part of the address that stays in the browser
// and is taken out of it at once. Afterwards the page says what comes next.

import { Link, useNavigate } from '@tanstack/react-router'
import { Code, Eye, EyeOff, ShoppingBag } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { answers, useAsk, useTell } from '../../client/use-ask.ts'
import { Button, buttonClasses, IconButton } from '../../kit/button.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { nameTab } from '../../kit/tab-title.ts'
import { BareFrame } from '../../shell/bare-frame.tsx'
import { useWords } from '../../words/words.ts'

/** The page. */
export function WelcomePage() {
  const say = useWords('welcome')
  const setup = useAsk('GET /setup', {})
  const [token] = useState(takeToken)
  const [madeFor, setMadeFor] = useState<string>()
  useEffect(() => {
    nameTab(say('title'))
  }, [say])
  if (madeFor !== undefined) return <WhatNext name={madeFor} />
  if (setup.isPending) {
    return (
      <BareFrame title={say('title')}>
        <Skeleton lines={4} className="h-9" />
      </BareFrame>
    )
  }
  if (setup.error) {
    return (
      <BareFrame title={say('title')}>
        <Problem problem={setup.error} action={<Button onClick={() => void setup.refetch()}>{say('again')}</Button>} />
      </BareFrame>
    )
  }
  const { state } = setup.data
  if (state === 'done') {
    return (
      <BareFrame title={say('done.title')} about={say('done.about')}>
        <Link to="/sign-in" className={buttonClasses({ kind: 'primary' })}>
          {say('done.sign-in')}
        </Link>
      </BareFrame>
    )
  }
  if (state === 'expired') {
    return (
      <BareFrame title={say('expired.title')} about={say('expired.about')}>
        <code className="block rounded-sm bg-sunken px-2 py-1 text-sm break-all">oncue admin create NAME --role owner</code>
      </BareFrame>
    )
  }
  return <FirstOwnerForm token={token} onMade={setMadeFor} />
}

/** Out of the address, so that neither the history nor somebody who looks on keeps it. */
function takeToken(): string {
  const token = location.hash.slice(1)
  if (token !== '') history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

function FirstOwnerForm({ token, onMade }: { readonly token: string; readonly onMade: (name: string) => void }) {
  const say = useWords('welcome')
  const make = useTell('POST /setup')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [typed, setTyped] = useState(token)
  const [isShown, setShown] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    make.mutate(
      { body: { token: typed.trim().replace(/^.*#/, ''), name: name.trim(), password } },
      {
        onSuccess: (made) => {
          answers.clear()
          onMade(made.name)
        },
      },
    )
  }
  return (
    <BareFrame title={say('title')} about={say('about')}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        {isOpenToListeners() && <p className="rounded-md bg-warn-tint p-3 text-base">{say('no-tls')}</p>}
        <Field label={say('name')} hint={say('name-hint')}>
          {(parts) => (
            <Input
              {...parts}
              required
              autoFocus
              maxLength={64}
              autoComplete="username"
              placeholder="ann@shop.example"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={say('password')} hint={say('password-hint')}>
          {(parts) => (
            <div className="relative">
              <Input
                {...parts}
                required
                minLength={10}
                type={isShown ? 'text' : 'password'}
                autoComplete="new-password"
                className="pe-11"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
              <IconButton
                size="small"
                className="absolute end-1 top-1 phone:top-0"
                label={say(isShown ? 'hide-password' : 'show-password')}
                aria-pressed={isShown}
                onClick={() => setShown(!isShown)}
              >
                {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
              </IconButton>
            </div>
          )}
        </Field>
        {token === '' && (
          <Field label={say('link')} hint={say('link-hint')}>
            {(parts) => <Input {...parts} required autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        )}
        {make.error && <Problem problem={make.error} />}
        <Button type="submit" kind="primary" isBusy={make.isPending}>
          {say('make')}
        </Button>
      </form>
    </BareFrame>
  )
}

/** A password over plain HTTP can be read on the way, unless the server is this machine. */
function isOpenToListeners(): boolean {
  return location.protocol === 'http:' && !/^(?:localhost|127\.|\[::1\])/.test(location.host)
}

function WhatNext({ name }: { readonly name: string }) {
  const say = useWords('welcome')
  const navigate = useNavigate()
  const workspace = useAsk('GET /workspace', {})
  // Nobody connects a site to a copy.
  const isCopy = workspace.data?.of === 'staging'
  const ways = !isCopy && (
    <ul className="flex flex-col gap-3">
      {workspace.data?.hasDemo === true && (
        <Way icon={<ShoppingBag aria-hidden />} title={say('next.demo')} about={say('next.demo-about')} onClick={() => location.assign('/demo')} />
      )}
      <Way
        icon={<Code aria-hidden />}
        title={say('next.site')}
        about={say(workspace.data?.hasDemo === true ? 'next.site-after-demo' : 'next.site-about')} // In a demo the site begins where the demo ends: what a page sent before that would be lost.
        onClick={() => void navigate(workspace.data?.hasDemo === true ? { to: '/start', search: { step: 'own' } as never } : { to: '/developers' })}
      />
    </ul>
  )
  return (
    <BareFrame title={say('next.title', { name })} about={say(isCopy ? 'next.about-copy' : 'next.about')}>
      {ways}
      <div className={`flex flex-wrap items-center justify-between gap-2 text-base ${isCopy ? '' : 'mt-4'}`}>
        <Link to="/settings/account" className="text-accent underline">
          {say('next.second-factor')}
        </Link>
        <Link to="/" className={buttonClasses({ kind: 'primary' })}>
          {say('next.home')}
        </Link>
      </div>
    </BareFrame>
  )
}

function Way({ icon, title, about, onClick }: { readonly icon: ReactNode; readonly title: string; readonly about: string; readonly onClick: () => void }) {
  return (
    <li>
      <button type="button" onClick={onClick} className="flex w-full items-start gap-3 rounded-md border border-line p-3 text-start hover:bg-sunken">
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-tint text-on-tint [&_svg]:size-5">{icon}</span>
        <span>
          <span className="block font-medium">{title}</span>
          <span className="block text-sm text-soft">{about}</span>
        </span>
      </button>
    </li>
  )
}
