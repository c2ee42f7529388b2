// The most that one subscriber's state can take under a program. Every part has a limit of its own; this adds them up, so that an author
// sees what a definition may cost before it is in force. What people really take is far less: a typical state is under 1 KB.

import { limits } from '../model/limits.ts'
import { mostAddresses } from './policies/suppression.ts'
import type { CompiledJourney, Program } from './program.ts'

/** Bytes of names, numbers and brackets of one row, generously. */
const rowBytes = 160
/** Bytes that a text of so many characters may take as UTF-8 JSON. */
const bytesPerCharacter = 4

/** The most bytes that a state takes as JSON. */
export function stateBound(program: Program): number {
  const nameBytes = limits.idCharacters * bytesPerCharacter
  const journeys = [...program.journeys.values()]
  const memories = sum([...program.memories.values()].map((slot) => slot.bound() + rowBytes))
  const watches = program.watches.length * rowBytes
  const lists = limits.lists * (nameBytes + rowBytes)
  const attributes = 2 * limits.attributeBytes + 2 * limits.attributes * rowBytes
  const trigger = Math.max(0, ...journeys.map(triggerBytes))
  const quiets = program.quiets.size === 0 ? 0 : limits.enrollments * (trigger + nameBytes + rowBytes)
  const pending = limits.pendingEffects * (nameBytes + rowBytes)
  const enrollments = journeys.length === 0 ? 0 : 2 * limits.enrollments * (trigger + pending + 7 * nameBytes + rowBytes)
  const entries = sum(journeys.map((journey) => entryBytes(journey)))
  const arms = limits.arms * (3 * nameBytes + rowBytes)
  const suppressed = mostAddresses * (2 * nameBytes + rowBytes)
  return (
    memories + watches + lists + attributes + arms + suppressed + limits.cartBytes + quiets + enrollments + entries + (10 + limits.softBounceDays) * rowBytes
  )
}

function triggerBytes(journey: CompiledJourney): number {
  return rowBytes + sum(journey.triggerPaths.map((path) => limits.triggerValueBytes * bytesPerCharacter + path.join('').length + path.length * 5))
}

function entryBytes({ again, keyPath }: CompiledJourney): number {
  const instants = typeof again === 'object' && 'max' in again ? again.max : 1
  return (keyPath === undefined ? 1 : limits.entries) * (limits.idCharacters * bytesPerCharacter + rowBytes + instants * 16)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
