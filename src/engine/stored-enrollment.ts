// A passage through a journey as it rests in a store, and the event that started it, beside the rest of the state (stored-state.ts).

import type { JsonObject } from '../model/json.ts'
import type { Enrollment, HeardMove, PendingEffect, TriggerMemory } from './state.ts'
import { pass, type RowSink, type RowSource, readRows } from './state-rows.ts'
import { finiteOrNull, orInfinity, orNull, orUndefined } from './stored-nothing.ts'

const statuses = ['active', 'completed', 'exited'] as const

/** Writes what is remembered of the event that started a passage. */
export function writeTrigger(sink: RowSink, trigger: TriggerMemory): void {
  sink.list(4)
  sink.value(trigger.name)
  sink.value(trigger.occurredAt)
  sink.value(trigger.properties)
  sink.value(orNull(trigger.position))
}

/** The inverse of `writeTrigger`. */
export function readTrigger(source: RowSource): TriggerMemory {
  const length = source.list()
  const trigger = {
    name: source.value() as string,
    occurredAt: source.value() as number,
    properties: source.value() as JsonObject,
    position: orUndefined(source.value()) as number | undefined,
  }
  pass(source, length - 4)
  return trigger
}

/** Writes a passage as one row. */
export function writeEnrollment(sink: RowSink, enrollment: Enrollment): void {
  sink.list(20)
  sink.value(enrollment.id)
  sink.value(enrollment.journey)
  sink.value(enrollment.version)
  sink.value(orNull(enrollment.key))
  sink.value(enrollment.enteredAt)
  writeTrigger(sink, enrollment.trigger)
  sink.value(statuses.indexOf(enrollment.status))
  sink.value(enrollment.step)
  sink.value(enrollment.stepEnteredAt)
  sink.value(enrollment.visits)
  sink.value(finiteOrNull(enrollment.wakeAt))
  sink.value(enrollment.converted)
  sink.list(enrollment.pending.length)
  for (const pending of enrollment.pending) writePending(sink, pending)
  sink.value(enrollment.formerKeys)
  sink.value(enrollment.heldOut)
  sink.value(enrollment.variants)
  writeLastMessage(sink, enrollment.lastMessage)
  sink.value(enrollment.heldMs)
  writeHeard(sink, enrollment.heard)
  sink.value(enrollment.isFromLocalTime)
}

/** The inverse of `writeEnrollment`, for rows of every age. */
export function readEnrollment(source: RowSource): Enrollment {
  const length = source.list()
  const enrollment: Enrollment = {
    id: source.value() as number,
    journey: source.value() as string,
    version: source.value() as number,
    key: orUndefined(source.value()) as string | undefined,
    enteredAt: source.value() as number,
    trigger: readTrigger(source),
    status: statuses[source.value() as number] as Enrollment['status'],
    step: source.value() as string,
    stepEnteredAt: source.value() as number,
    visits: source.value() as number,
    wakeAt: orInfinity(source.value()),
    converted: source.value() as boolean,
    pending: readRows(source, readPending),
    formerKeys: length > 13 ? (source.value() as readonly string[]) : [],
    heldOut: length > 14 && source.value() === true,
    variants: length > 15 ? (source.value() as Enrollment['variants']) : [],
    lastMessage: length > 16 ? readLastMessage(source) : undefined,
    heldMs: length > 17 ? (source.value() as number) : 0,
    heard: length > 18 ? readHeard(source) : undefined,
    // Whoever waits since before this was written down did not come at the time that is waited for, or it would be over.
    isFromLocalTime: length > 19 ? (source.value() as boolean) : true,
  }
  pass(source, length - 20)
  return enrollment
}

function writeHeard(sink: RowSink, heard: HeardMove | undefined): void {
  if (heard === undefined) return sink.value(null)
  sink.list(3)
  sink.value(orNull(heard.to))
  sink.value(heard.because)
  sink.value(heard.at)
}

function readHeard(source: RowSource): HeardMove | undefined {
  const length = source.list()
  if (length < 0) return undefined
  const heard = { to: orUndefined(source.value()) as string | undefined, because: source.value() as string, at: source.value() as number }
  pass(source, length - 3)
  return heard
}

function writeLastMessage(sink: RowSink, message: Enrollment['lastMessage']): void {
  if (message === undefined) return sink.value(null)
  sink.list(4)
  sink.value(message.step)
  sink.value(message.version)
  sink.value(orNull(message.template))
  sink.value(message.sentAt)
}

function readLastMessage(source: RowSource): Enrollment['lastMessage'] {
  const length = source.list()
  if (length < 0) return undefined
  const message = {
    step: source.value() as string,
    version: source.value() as number,
    template: orUndefined(source.value()) as string | undefined,
    sentAt: source.value() as number,
  }
  pass(source, length - 4)
  return message
}

function writePending(sink: RowSink, pending: PendingEffect): void {
  sink.list(9)
  sink.value(pending.key)
  sink.value(pending.channel)
  sink.value(orNull(pending.template))
  sink.value(orNull(pending.topic))
  sink.value(orNull(pending.expiresAt))
  sink.value(pending.step)
  sink.value(pending.decidedAt)
  sink.value(orNull(pending.cancelled))
  sink.value(orNull(pending.authorizedAt))
}

function readPending(source: RowSource): PendingEffect {
  const length = source.list()
  const pending = {
    key: source.value() as string,
    channel: source.value() as string,
    template: orUndefined(source.value()) as string | undefined,
    topic: orUndefined(source.value()) as string | undefined,
    expiresAt: orUndefined(source.value()) as number | undefined,
    step: source.value() as string,
    decidedAt: source.value() as number,
    cancelled: orUndefined(source.value()) as string | undefined,
    authorizedAt: length > 8 ? (orUndefined(source.value()) as number | undefined) : undefined,
  }
  pass(source, length - 9)
  return pending
}
