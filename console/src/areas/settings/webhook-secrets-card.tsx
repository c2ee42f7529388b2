// The secrets that sign calls of webhooks: which sign now, a new one with the one before beside it for a while, and the end of that.

import { useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ShownOnce } from './shown-once.tsx'

/** The card. */
export function WebhookSecretsCard() {
  const say = useWords('settings')
  const why = useMay('owner')
  const formats = useFormats()
  const secrets = useAsk('GET /webhook-secrets', {})
  const retire = useTell('POST /webhook-secrets/retire', { refreshes: ['/webhook-secrets'] })
  const [isMaking, setMaking] = useState(false)
  const list = secrets.data?.secrets ?? []
  const isGiven = list.some(({ from }) => from === 'settings')
  return (
    <Card
      title={say('signing.title')}
      aside={
        <Button why={why ?? (isGiven ? say('signing.given') : undefined)} onClick={() => setMaking(true)}>
          {say('signing.make')}
        </Button>
      }
    >
      <p className="mb-2 text-base text-soft">{say('signing.about')}</p>
      {secrets.error && <Problem problem={secrets.error} />}
      {secrets.isPending && <Skeleton className="h-10" />}
      <ul className="divide-y divide-line">
        {list.map(({ id, madeAt, signsUntil }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-base">
            <code className="min-w-24">{id}…</code>
            <Badge kind={signsUntil === null ? 'good' : 'warn'}>{say(signsUntil === null ? 'signing.newest' : 'signing.beside')}</Badge>
            <span className="text-sm text-soft">
              {madeAt === null ? say(isGiven ? 'keys.from.settings' : 'keys.from.machine') : <RelativeTime at={madeAt} />}
              {signsUntil !== null && ` · ${say('signing.until', { at: formats.dateTime(signsUntil) })}`}
            </span>
          </li>
        ))}
      </ul>
      {retire.error && <Problem problem={retire.error} />}
      {list.length > 1 && (
        <Button size="small" kind="danger-plain" why={why} className="mt-2" isBusy={retire.isPending} onClick={() => retire.mutate({})}>
          {say('signing.retire')}
        </Button>
      )}
      {isMaking && <RotateDialog onClose={() => setMaking(false)} />}
    </Card>
  )
}

const hours = [0, 1, 24, 168, 720] as const

function RotateDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useWords('settings')
  const rotate = useTell('POST /webhook-secrets/rotate', { refreshes: ['/webhook-secrets'] })
  const [keepFor, setKeepFor] = useState('24')
  const made = rotate.data
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('signing.make')}
      description={say('signing.make-about')}
      actions={
        made === undefined ? (
          <Button kind="primary" isBusy={rotate.isPending} onClick={() => rotate.mutate({ body: { keepForHours: Number(keepFor) } })}>
            {say('signing.make')}
          </Button>
        ) : (
          <Button kind="primary" onClick={onClose}>
            {say('done')}
          </Button>
        )
      }
    >
      {made === undefined ? (
        <Field label={say('signing.keep-for')} hint={say('signing.keep-for-hint')}>
          {(parts) => (
            <Select {...parts} value={keepFor} onChange={({ target }) => setKeepFor(target.value)}>
              {hours.map((one) => (
                <option key={one} value={one}>
                  {say(`signing.hours.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : (
        <ShownOnce text={made.secret} says={say('signing.once')} />
      )}
      {rotate.error && <Problem problem={rotate.error} className="mt-3" />}
    </Dialog>
  )
}
