// Programs that were in force are compiled once for all who are asked about, and forgotten in time.

import { describe, expect, test } from 'vitest'
import { pastProgram } from '../../src/insight/why/past-programs.ts'
import { nextSource } from '../../src/runtime/publishing/published.ts'

const source = nextSource(
  undefined,
  {
    workspace: { workspace: 'shop', sender: { address: 'shop@example.com' } },
    journeys: [{ journey: 'welcome', enter: [{ on: 'Signed Up' }], steps: [{ id: 'hello', send: 'hello' }] }],
    segments: [],
    templates: [{ template: 'hello', subject: 'Hello', html: '<p>Hello</p>' }],
  },
  [],
)
const inForce = (number: number) => ({ number, at: 1000 * number, position: number, source })
const nothing = { about: 'journeys', pauses: [], stopChanges: [] } as const

describe('a program that was in force', () => {
  test('is compiled once for all who are asked about, with the pauses that there are by now', () => {
    const store = {}
    const first = pastProgram(store, inForce(1), nothing)
    const pause = { do: 'pause', at: 5000, journey: 'welcome', because: 'by hand', by: 'admin' } as const
    const later = pastProgram(store, inForce(1), { ...nothing, pauses: [pause] })
    expect(later.reactions).toBe(first.reactions)
    expect([first.pauses.changes, later.pauses.changes]).toEqual([[], [pause]])
  })

  test('is another one in another store, of another publication, and where everything is asked about', () => {
    const store = {}
    const { reactions } = pastProgram(store, inForce(1), nothing)
    expect(pastProgram({}, inForce(1), nothing).reactions).not.toBe(reactions)
    expect(pastProgram(store, inForce(2), nothing).reactions).not.toBe(reactions)
    expect(pastProgram(store, inForce(1), { ...nothing, about: 'everything' }).reactions).not.toBe(reactions)
  })

  test('is forgotten when eight others were asked about since', () => {
    const store = {}
    const { reactions } = pastProgram(store, inForce(1), nothing)
    for (let number = 2; number <= 8; number += 1) pastProgram(store, inForce(number), nothing)
    expect(pastProgram(store, inForce(1), nothing).reactions).toBe(reactions)
    for (let number = 10; number <= 17; number += 1) pastProgram(store, inForce(number), nothing)
    expect(pastProgram(store, inForce(1), nothing).reactions).not.toBe(reactions)
  })
})
