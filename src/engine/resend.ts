// A kept mail once more to the same person, because somebody of the team wants it so. It travels in a passage of its own that has ended already and only
// carries it to the outbox. It is asked about before it leaves as any other mail is: nobody gets it who said no meanwhile.

import type { Command } from '../model/input.ts'
import { resendJourney, resendVersion } from '../model/resend.ts'
import { effectKeyStart, queueEffect } from './passage.ts'
import { addEnrollment } from './state.ts'
import type { Turn } from './turn.ts'

/** Queues the mail. That a request that is repeated sends it once is seen to by the id of the command. */
export function resend(turn: Turn, { message, step, template, ownTopic }: Extract<Command, { do: 'resend' }>): void {
  const trigger = { name: 'Resend', occurredAt: turn.now, properties: {}, position: undefined }
  const passage = { journey: resendJourney, version: resendVersion, key: undefined, trigger, heldOut: false }
  const enrollment = addEnrollment(turn.state, turn.now, passage)
  enrollment.status = 'completed'
  enrollment.step = step
  enrollment.visits = 1
  queueEffect(turn, enrollment, {
    kind: 'send',
    channel: 'email',
    key: `${effectKeyStart(turn.state.id, enrollment)}${step}/1`,
    decidedAt: turn.now,
    journey: resendJourney,
    journeyVersion: resendVersion,
    enrollment: enrollment.id,
    step,
    template,
    resends: message,
    ...(ownTopic === undefined ? {} : { topic: ownTopic }),
  })
}
