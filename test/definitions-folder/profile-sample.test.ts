// Samples of real profiles are read in the thread that answers everybody, and a list of templates wants one of each journey.

import { expect, test } from 'vitest'
import { profileSample, profilesIn } from '../../src/definitions-folder/templates/profile-sample.ts'
import { greeting, signedUp, sourceWith, workshop } from '../runtime/workshop.ts'

test('whoever asks the server something has their turn between the samples of two journeys', async () => {
  const { runtime, store, submit } = await workshop(sourceWith(greeting))
  await submit(...Array.from({ length: 40 }, (_, index) => signedUp(`person-${index}`)))
  await runtime.settle()
  await runtime.stop()
  let turns = 0
  let isOver = false
  const others = (): void => {
    turns += 1
    if (!isOver) setImmediate(others)
  }
  setImmediate(others)
  for (let journey = 0; journey < 5; journey += 1) expect((await profilesIn(store, 'greeting')).length).toBe(40)
  expect((await profileSample(store)).length).toBe(40)
  isOver = true
  expect(turns).toBeGreaterThanOrEqual(6)
})
