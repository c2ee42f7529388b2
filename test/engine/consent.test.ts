// Consent: what yes, no and silence about topics add up to, also when two subscribers turn out to be one.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { serializeState } from '../../src/engine/stored-state.ts'
import { isOptedOut } from '../../src/engine/subscriptions.ts'
import { transition } from '../../src/engine/transition.ts'

const { program } = compile(sourceOf({ workspace: { workspace: 'shop' }, journeys: [], segments: [], templates: [] }))
if (program === undefined) throw new Error('the empty workspace compiles')

/** What was said, in order, a second apart: "+news" is a yes to news, "-all" a no to everything. */
function said(...words: string[]): SubscriberState {
  const state = newState('somebody', 0)
  for (const [index, word] of words.entries()) {
    const command = { do: word.startsWith('+') ? 'subscribe' : 'unsubscribe', topic: word.slice(1) } as const
    transition(program as NonNullable<typeof program>, state, { kind: 'command', at: index * 1000, command, source: 'api', position: index + 1 })
  }
  return state
}

describe('a no to everything', () => {
  test('is a no to topics of which nothing was ever said, and to mail without a topic', () => {
    expect(isOptedOut(said('-all').topics, 'news')).toBe(true)
    expect(isOptedOut(said('-all').topics, undefined)).toBe(true)
  })

  test('is not taken back for other topics by a later yes to one of them', () => {
    const { topics } = said('+offers', '-all', '+news')
    expect(isOptedOut(topics, 'news')).toBe(false)
    expect(isOptedOut(topics, 'offers')).toBe(true)
    expect(isOptedOut(topics, 'never spoken of')).toBe(true)
    expect(isOptedOut(topics, undefined)).toBe(true)
  })

  test('outweighs an earlier yes of a subscriber who turns out to be the same person, and not a later one', () => {
    const merged = (ours: SubscriberState, theirs: SubscriberState): boolean => {
      transition(program as NonNullable<typeof program>, ours, { kind: 'merge', at: 10_000, other: serializeState(theirs), because: 'same userId' })
      return isOptedOut(ours.topics, 'news')
    }
    expect(merged(said('+news'), said('+a', '-all'))).toBe(true)
    expect(merged(said('+a', '-all'), said('+news'))).toBe(true)
    expect(merged(said('-all'), said('+a', '+news'))).toBe(false)
    expect(merged(said('+a', '+news'), said('-all'))).toBe(false)
    expect(merged(said('+news'), said('-all')), 'at the same instant the no wins').toBe(true)
    expect(merged(said('+news'), said('-news')), 'at the same instant the no to the topic wins').toBe(true)
    expect(merged(said('-news'), said('+news')), 'and on whichever side it was said').toBe(true)
  })
})

test('a no to one topic leaves the others', () => {
  const { topics } = said('+news', '+offers', '-news')
  expect(isOptedOut(topics, 'news')).toBe(true)
  expect(isOptedOut(topics, 'offers')).toBe(false)
})
