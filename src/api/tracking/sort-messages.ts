// Sorts the messages of one request into arrivals and refusals. One bad message never harms its neighbours.

import type { Arrival } from '../../model/arrival.ts'
import { limits } from '../../model/limits.ts'
import { type ArrivalTerms, toArrival } from './to-arrival.ts'

export interface SortedMessages {
  readonly arrivals: readonly Arrival[]
  readonly refusals: readonly Refusal[]
  /** What was taken in, and had better be sent otherwise: the first of them. */
  readonly notes: readonly Note[]
}

export interface Note {
  /** Place in the batch, from 0. */
  readonly index: number
  readonly messageId?: string
  readonly note: string
}

/** More of them say nothing new. */
const mostNotes = 20

export interface Refusal {
  /** Place in the batch, from 0. */
  readonly index: number
  readonly messageId?: string
  readonly reason: string
  readonly message: unknown
}

/** Converts each message under the same terms; order is kept in both lists. */
export function sortMessages(messages: readonly unknown[], terms: ArrivalTerms): SortedMessages {
  const arrivals: Arrival[] = []
  const refusals: Refusal[] = []
  const notes: Note[] = []
  messages.forEach((message, index) => {
    const conversion = toArrival(message, terms)
    if (conversion.ok) {
      arrivals.push(conversion.arrival)
      if (conversion.notes !== undefined && notes.length < mostNotes) notes.push(...conversion.notes.map((note) => ({ ...placeOf(message, index), note })))
      return
    }
    refusals.push({ ...placeOf(message, index), reason: conversion.reason, message })
  })
  return { arrivals, refusals, notes: notes.slice(0, mostNotes) }
}

function placeOf(message: unknown, index: number): { readonly index: number; readonly messageId?: string } {
  const messageId = messageIdOf(message)
  return { index, ...(messageId !== undefined && { messageId }) }
}

function messageIdOf(message: unknown): string | undefined {
  const id = (message as { messageId?: unknown } | null)?.messageId
  return typeof id === 'string' && id.length <= limits.idCharacters ? id : undefined
}
