// Journeys that somebody is inside of: the step, what it waits for and until when; silences that would let them in; and those that are over.

import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { classes } from '../../kit/classes.ts'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { StepInWords } from '../../shell/step-in-words.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import type { Person } from './person.ts'

/** <PersonJourneys person={person} /> */
export function PersonJourneys({ person }: { readonly person: Person }) {
  const say = useWords('people')
  const formats = useFormats()
  const tongue = useTongue()
  const why = useMay('editor')
  const [leaves, setLeaves] = useState<string>()
  const leave = useTell('POST /subscribers/{subscriber}/leave-journey', { refreshes: ['/subscribers'] })
  const active = person.enrollments.filter(({ status }) => status === 'active')
  const over = person.enrollments.filter(({ status }) => status !== 'active').toReversed()
  return (
    <Card title={say('journeys')}>
      {active.length === 0 && person.timers.length === 0 && <p className="text-soft">{say('journeys-none')}</p>}
      <ul className="flex flex-col gap-3">
        {active.map((one) => (
          <li key={one.enrollment}>
            <div className="flex items-center justify-between gap-2">
              <Link to={'/journeys/$journey' as never} params={{ journey: one.journey } as never} className={classes(linkLook, 'min-w-0 truncate')}>
                {one.journey}
              </Link>
              <Button size="small" why={why} onClick={() => setLeaves(one.journey)}>
                {say('take-out')}
              </Button>
            </div>
            <p className="text-sm break-words">
              <StepInWords journey={one.journey} step={one.step} />
            </p>
            <p className="text-sm text-soft">{say('at-step', { since: formats.dateTime(one.stepEnteredAt) })}</p>
            {one.waitsSaid !== null && <p className="text-sm break-words text-soft">{saidWords(one.waitsSaid as Said, tongue)}</p>}
            {one.wakesAt !== null && (
              <p className="text-sm">
                {say('goes-on')} <RelativeTime at={one.wakesAt} /> <span className="text-soft">({formats.dateTime(one.wakesAt)})</span>
              </p>
            )}
          </li>
        ))}
        {person.timers.map((timer) => (
          <li key={`${timer.journey} ${timer.key}`}>
            <span className="flex items-center gap-2 font-medium">
              {timer.journey} <Badge kind="accent">{say('armed')}</Badge>
            </span>
            <p className="text-sm text-soft">{saidWords(timer.waitsSaid as Said, tongue)}</p>
            <p className="text-sm">{say('enters-at', { at: formats.dateTime(timer.dueAt) })}</p>
          </li>
        ))}
      </ul>
      {over.length > 0 && (
        <details className="mt-3 text-sm text-soft">
          <summary className="cursor-pointer">{say('journeys-over', { count: over.length })}</summary>
          <ul className="mt-1">
            {over.map((one) => (
              <li key={one.enrollment}>
                {one.journey} · {say(`enrollment.${one.status}`)} · {formats.date(one.enteredAt)}
              </li>
            ))}
          </ul>
        </details>
      )}
      <ConfirmDialog
        open={leaves !== undefined}
        onOpenChange={() => setLeaves(undefined)}
        title={say('take-out-title', { journey: leaves })}
        description={say('take-out-about')}
        action={say('take-out')}
        isBusy={leave.isPending}
        problem={leave.error}
        onConfirm={() =>
          leave.mutate(
            { params: { subscriber: `#${person.subscriber}` }, body: { journey: leaves ?? '' } },
            {
              onSuccess() {
                toast(say('taken-out', { journey: leaves }))
                setLeaves(undefined)
              },
            },
          )
        }
      />
    </Card>
  )
}
