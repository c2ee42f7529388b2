// Where people of a backtest sleep: what is kept comes back as it was, and what is held does not grow with how often people wake and sleep.

import { describe, expect, test } from 'vitest'
import { SleepingStates } from '../../../src/insight/backtest/sleeping-states.ts'

describe('states of people who sleep', () => {
  test('whoever wakes has the state with which they fell asleep, however many slept and woke meanwhile', () => {
    const states = new SleepingStates()
    const asleep = new Map<number, Sleeper>()
    for (let turn = 0; turn < 9000; turn += 1) {
      const person = (turn * 7919) % 2003
      const known = asleep.get(person)
      if (known !== undefined) wakes(states, known)
      const state = stateOf(person, turn)
      asleep.set(person, { place: states.keep(state), state })
    }
    for (const one of asleep.values()) wakes(states, one)
  })

  test('those who come rarely hold no more than twice what all are, and some pieces', () => {
    const states = new SleepingStates()
    const length = 400
    const places: number[] = []
    const people = 5000
    for (let person = 0; person < people; person += 1) places.push(states.keep(new Uint8Array(length)))
    // One of 50 never wakes.
    for (let round = 0; round < 9; round += 1) {
      for (let person = 0; person < people; person += 1) {
        if ((person + round) % 50 === 0 || person % 50 === 0) continue
        states.take(places[person] as number)
        places[person] = states.keep(new Uint8Array(length))
      }
    }
    expect(states.bytesHeld).toBeLessThan(2 * people * length + 4 * 2 ** 20)
  })

  test('one that is larger than a piece is kept whole', () => {
    const states = new SleepingStates()
    const large = new Uint8Array(3 * 2 ** 20).fill(7)
    const small = states.keep(Uint8Array.of(1, 2, 3))
    const place = states.keep(large)
    expect([...states.take(small)]).toEqual([1, 2, 3])
    expect(Buffer.compare(states.take(place), large)).toBe(0)
    expect(() => states.take(place)).toThrow('nobody sleeps')
  })
})

interface Sleeper {
  readonly place: number
  readonly state: Uint8Array
}

function wakes(states: SleepingStates, { place, state }: Sleeper): void {
  if (Buffer.compare(states.take(place), state) !== 0) expect.fail(`who slept at ${place} has another state`)
}

function stateOf(person: number, turn: number): Uint8Array {
  return new Uint8Array(1 + ((person * 31 + turn) % 1500)).fill(person + turn)
}
