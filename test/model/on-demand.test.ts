// What is made when it is first asked for.

import { expect, test } from 'vitest'
import { onDemand } from '../../src/model/on-demand.ts'

test('what nobody asks for is not made, and what many ask for is made once', async () => {
  const made: string[] = []
  const library = onDemand(async () => {
    made.push('library')
    return { words: 'hello' }
  })
  expect(library.made).toBeUndefined()
  expect(made).toEqual([])
  const [one, other] = await Promise.all([library.get(), library.get()])
  expect(one).toBe(other)
  expect(await library.made).toBe(one)
  expect(made).toEqual(['library'])
})

test('what could not be made says so to everybody who asks', async () => {
  let tries = 0
  const broken = onDemand(async () => {
    tries += 1
    throw new Error('it is not there')
  })
  await expect(broken.get()).rejects.toThrow('it is not there')
  await expect(broken.get()).rejects.toThrow('it is not there')
  expect(tries).toBe(1)
})
