// A publication is asked about by whoever waits for it, who is told what history says, and by what looks every minute, which must not have history read.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { whatElseIsKnown } from '../../src/api/admin/what-else-is-known.ts'
import { checkDefinitions, publishFolder } from '../../src/definitions-folder/definitions-folder.ts'
import { sourceWith, workshop } from '../runtime/workshop.ts'

test('who waits for a publication is told what history says; what looks every minute has it read by nobody, and knows what was refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'oncue-how-far-'))
  const { runtime, store, clock } = await workshop(sourceWith())
  let timesRead = 0
  const forecasts = {
    start: () => {},
    inForce: async () => {},
    ahead: async () => {
      timesRead += 1
      return { state: 'ready', problems: [] } as const
    },
    close: async () => {},
  }
  try {
    await writeFile(join(folder, 'workspace.yaml'), 'workspace: shop\nsender: { address: shop@shop.example }\n')
    const loaded = await checkDefinitions(folder)
    const logger = { info: () => {}, warn: () => {}, error: () => {} }
    const { door, close } = publishFolder({ folder, loaded, source: sourceWith(), store, runtime, clock, logger, forecasts })
    const choices = { people: 'stay', map: {}, existing: false, by: 'ann' } as const
    await door.publish({ choices, mode: 'publish' })
    expect(await door.status(1000)).toMatchObject({ state: 'in force', history: 'looked at' })
    const asked = timesRead
    expect(asked).toBeGreaterThan(0)
    expect((await whatElseIsKnown({ publishing: door })).refused).toBe(null)
    expect(await door.howFar()).toMatchObject({ state: 'in force', publication: { by: 'ann' } })
    await door.publish({ choices: { ...choices, journey: 'nobody', rollbackTo: 7 }, mode: 'publish' })
    expect(await door.status(1000)).toMatchObject({ state: 'refused' })
    expect((await whatElseIsKnown({ publishing: door })).refused?.problem).toMatch(/version 7 of nobody/)
    expect(timesRead).toBe(asked)
    await close()
  } finally {
    await runtime.stop()
    await rm(folder, { recursive: true })
  }
})
