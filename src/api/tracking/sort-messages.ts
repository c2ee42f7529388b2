// Sorts the messages of one request into arrivals and refusals. One bad message never harms its neighbours.

import type { Arrival } from '../../model/arrival.ts'
import { limits } from '../../model/limits.ts'
import { type ArrivalTerms, toArrival } from './to-arrival.ts'

export interface SortedMessages {
  readonly arrivals: readonly Arrival[]
  readonly refusals: readonly Refusal[]
}

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
  messages.forEach((message, index) => {
    const conversion = toArrival(message, terms)
    if (conversion.ok) {
      arrivals.push(conversion.arrival)
      return
    }
    const messageId = messageIdOf(message)
    refusals.push({ index, ...(messageId !== undefined && { messageId }), reason: conversion.reason, message })
  })
  return { arrivals, refusals }
}

function messageIdOf(message: unknown): string | undefined {
  const id = (message as { messageId?: unknown } | null)?.messageId
  return typeof id === 'string' && id.length <= limits.idCharacters ? id : undefined
}
