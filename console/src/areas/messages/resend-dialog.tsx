// Sends a kept mail once more: to the same person, where the engine says first what would become of it, or as a marked copy to somebody else.

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { toast } from '../../kit/toast.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import type { Message } from './message.ts'

const verdictKinds: Readonly<Record<string, BadgeKind>> = { goes: 'good', waits: 'warn', 'not sent': 'bad' }

/** <ResendDialog message={message} onClose={…} /> */
export function ResendDialog({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const say = useWords('messages')
  const tongue = useTongue()
  const formats = useFormats()
  const navigate = useNavigate()
  const [how, setHow] = useState<'again' | 'copy'>('again')
  const [to, setTo] = useState('')
  const [because, setBecause] = useState('')
  const params = { message: message.key }
  const verdict = useAsk('POST /messages/{message}/resend/preview', { params })
  const resend = useTell('POST /messages/{message}/resend', { refreshes: ['/messages', '/subscribers'] })
  const isRefused = how === 'again' && verdict.data?.verdict !== 'goes' && verdict.data?.verdict !== 'waits'
  const isReady = because.trim().length >= 3 && !isRefused && (how === 'again' || to.includes('@'))
  const send = (): void =>
    resend.mutate(
      { params, body: { because, ...(how === 'copy' ? { to: to.trim() } : {}) } },
      {
        onSuccess(answer) {
          toast(say(answer.sent === 'copy' ? 'copy-sent' : 'sent-again'))
          onClose()
          if (answer.message !== null) void navigate({ to: '/messages/$message', params: { message: answer.message } } as never)
        },
      },
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('resend')}
      description={say('resend-about')}
      actions={
        <Button kind="primary" disabled={!isReady} isBusy={resend.isPending} onClick={send}>
          {say(how === 'copy' ? 'send-copy' : 'send-again')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={say('resend-to')}>
          {(parts) => (
            <Select {...parts} value={how} onChange={(event) => setHow(event.target.value as 'again' | 'copy')}>
              <option value="again">{say('resend-same', { to: message.archived?.address ?? message.userId ?? `#${message.subscriber}` })}</option>
              <option value="copy">{say('resend-other')}</option>
            </Select>
          )}
        </Field>
        {how === 'copy' ? (
          <Field label={say('copy-to')} hint={say('copy-hint')}>
            {(parts) => <Input {...parts} type="email" value={to} onChange={(event) => setTo(event.target.value)} />}
          </Field>
        ) : (
          <div role="status" className="rounded-md bg-sunken p-3">
            {verdict.error && <Problem problem={verdict.error} />}
            {verdict.data === undefined && verdict.error === null && <Skeleton />}
            {verdict.data !== undefined && (
              <>
                <p className="flex flex-wrap items-center gap-2">
                  <Badge kind={verdictKinds[verdict.data.verdict] ?? 'plain'}>{say(`verdict.${verdict.data.verdict}`)}</Badge>
                  {verdict.data.until !== null && <span>{say('until-at', { at: formats.dateTime(verdict.data.until) })}</span>}
                  {verdict.data.reason !== null && <strong>{tongue.say(`reason.${verdict.data.reason}`)}</strong>}
                </p>
                {verdict.data.said !== null && <p className="mt-1 text-sm break-words text-soft">{saidWords(verdict.data.said as Said, tongue)}</p>}
                {verdict.data.purpose === 'transactional' && <p className="mt-1 text-sm text-soft">{say('resend-transactional')}</p>}
              </>
            )}
          </div>
        )}
        <Field label={say('because')} hint={say('because-hint')}>
          {(parts) => <Input {...parts} maxLength={500} value={because} onChange={(event) => setBecause(event.target.value)} />}
        </Field>
        {resend.error && <Problem problem={resend.error} />}
      </div>
    </Dialog>
  )
}
