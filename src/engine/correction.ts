// Corrections: after something wrong was sent, one mail to exactly those who got it. It travels in a passage of its own that belongs to no journey of the
// program and has ended already: it only carries the mail to the outbox. It is asked about before it leaves as any other mail is; its topic is its own.

import { correctionJourney, correctionVersion } from '../model/correction.ts'
import type { Command } from '../model/input.ts'
import { effectKeyStart, queueEffect } from './passage.ts'
import { addEnrollment, type Enrollment } from './state.ts'
import type { Turn } from './turn.ts'

/** Queues the mail. That nobody gets the same correction twice is seen to by the id of the command. */
export function correct(turn: Turn, { correction, template, ownTopic }: Extract<Command, { do: 'correct' }>): void {
  const enrollment = carrier(turn, correction)
  const topic = ownTopic ?? turn.program.templates.get(template)?.topic
  queueEffect(turn, enrollment, {
    kind: 'send',
    channel: 'email',
    key: `${effectKeyStart(turn.state.id, enrollment)}${correction}/1`,
    decidedAt: turn.now,
    journey: correctionJourney,
    journeyVersion: correctionVersion,
    enrollment: enrollment.id,
    step: correction,
    template,
    ...(topic === undefined ? {} : { topic }),
  })
}

function carrier({ state, now }: Turn, correction: string): Enrollment {
  const trigger = { name: 'Correction', occurredAt: now, properties: {}, position: undefined }
  const enrollment = addEnrollment(state, now, { journey: correctionJourney, version: correctionVersion, key: undefined, trigger, heldOut: false })
  enrollment.status = 'completed'
  enrollment.step = correction
  enrollment.visits = 1
  return enrollment
}
