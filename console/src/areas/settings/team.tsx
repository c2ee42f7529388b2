// The people who sign in: roles, letting somebody in, a new password, signing out everywhere, removing.

import { type FormEvent, useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { type Role, roles, useMay, useSession } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { RoleField } from './role-field.tsx'
import { ShownOnce } from './shown-once.tsx'

interface Member {
  readonly name: string
  readonly role: Role
  readonly hasSecondFactor: boolean
  readonly lastSignInAt: number | null
}

/** The section. */
export function Team() {
  const say = useWords('settings')
  const why = useMay('owner')
  const admins = useAsk('GET /admins', {})
  const [isInviting, setInviting] = useState(false)
  return (
    <Card
      title={say('section.team')}
      aside={
        <Button kind="primary" why={why} onClick={() => setInviting(true)}>
          {say('team.invite')}
        </Button>
      }
    >
      <p className="mb-2 text-base text-soft">{say('about.team')}</p>
      {admins.error && <Problem problem={admins.error} />}
      {admins.isPending ? (
        <Skeleton lines={3} className="h-12" />
      ) : (
        <ul className="divide-y divide-line">
          {(admins.data?.admins ?? []).map((one) => (
            <MemberRow key={one.name} member={one} />
          ))}
        </ul>
      )}
      <InviteDialog open={isInviting} onOpenChange={setInviting} />
    </Card>
  )
}

function MemberRow({ member }: { readonly member: Member }) {
  const say = useWords('settings')
  const why = useMay('owner')
  const { data: self } = useSession()
  const [asks, setAsks] = useState<'password' | 'remove'>()
  const change = useTell('PATCH /admins/{name}', { refreshes: ['/admins', '/session'] })
  const reset = useTell('POST /admins/{name}/password', { refreshes: ['/admins'] })
  const signOut = useTell('DELETE /admins/{name}/sessions', { refreshes: ['/admins'] })
  const remove = useTell('DELETE /admins/{name}', { refreshes: ['/admins'] })
  const params = { name: member.name }
  const isSelf = self?.name === member.name
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 text-base">
      <div className="min-w-48 flex-1">
        <span className="font-medium break-all">{member.name}</span>
        {isSelf && (
          <span className="ms-2">
            <Badge>{say('team.you')}</Badge>
          </span>
        )}
        <span className="block text-sm text-soft">
          {say(member.hasSecondFactor ? 'team.with-factor' : 'team.without-factor')} ·{' '}
          {member.lastSignInAt === null ? say('team.never') : <RelativeTime at={member.lastSignInAt} />}
        </span>
      </div>
      <div className="w-36">
        <Select
          aria-label={say('team.role-of', { name: member.name })}
          disabled={why !== undefined}
          value={member.role}
          onChange={(event) => change.mutate({ params, body: { role: event.target.value as Role } }, { onSuccess: () => toast(say('team.role-changed')) })}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {say(`role.${role}`)}
            </option>
          ))}
        </Select>
      </div>
      <span className="flex flex-wrap gap-1">
        <Button size="small" why={why} onClick={() => signOut.mutate({ params }, { onSuccess: ({ ended }) => toast(say('sessions.ended', { count: ended })) })}>
          {say('team.sign-out')}
        </Button>
        <Button size="small" why={why} onClick={() => setAsks('password')}>
          {say('team.new-password')}
        </Button>
        <Button size="small" kind="danger-plain" why={why} onClick={() => setAsks('remove')}>
          {say('team.remove')}
        </Button>
      </span>
      {change.error && <Problem className="w-full" problem={change.error} />}
      {signOut.error && <Problem className="w-full" problem={signOut.error} />}
      {reset.data !== undefined && <ShownOnce className="w-full" text={reset.data.password} says={say('team.password-once', { name: member.name })} />}
      <ConfirmDialog
        open={asks === 'password'}
        onOpenChange={() => setAsks(undefined)}
        kind="primary"
        title={say('team.password-title', { name: member.name })}
        description={say('team.password-about')}
        action={say('team.new-password')}
        isBusy={reset.isPending}
        problem={reset.error}
        onConfirm={() => reset.mutate({ params }, { onSuccess: () => setAsks(undefined) })}
      />
      <ConfirmDialog
        open={asks === 'remove'}
        onOpenChange={() => setAsks(undefined)}
        title={say('team.remove-title', { name: member.name })}
        description={say('team.remove-about')}
        action={say('team.remove')}
        isBusy={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate({ params }, { onSuccess: () => setAsks(undefined) })}
      />
    </li>
  )
}

function InviteDialog({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const say = useWords('settings')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('editor')
  const make = useTell('POST /admins', { refreshes: ['/admins'] })
  const close = (isOpen: boolean): void => {
    onOpenChange(isOpen)
    if (!isOpen) {
      setName('')
      make.reset()
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    make.mutate({ body: { name: name.trim(), role } })
  }
  return (
    <Dialog open={open} onOpenChange={close} title={say('team.invite')} description={say('team.invite-about')} size="small">
      {make.data?.password != null ? (
        <div className="flex flex-col gap-3 pb-4">
          <ShownOnce text={make.data.password} says={say('team.password-once', { name: make.data.name })} />
          <Button kind="primary" className="self-end" onClick={() => close(false)}>
            {say('done')}
          </Button>
        </div>
      ) : (
        <form className="flex flex-col gap-3 pb-4" onSubmit={submit}>
          <Field label={say('team.name')} hint={say('team.name-hint')}>
            {(parts) => <Input {...parts} required maxLength={64} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <RoleField role={role} onChoose={setRole} />
          {make.error && <Problem problem={make.error} />}
          <Button type="submit" kind="primary" className="self-end" isBusy={make.isPending}>
            {say('team.invite')}
          </Button>
        </form>
      )}
    </Dialog>
  )
}
