// A file that was saved with a mistake is known to whoever looks at what needs attention, until it is mended.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { whatElseIsKnown } from '../../src/api/admin/what-else-is-known.ts'
import { checkDefinitions, publishFolder } from '../../src/definitions-folder/definitions-folder.ts'
import { mistakenFile } from '../../src/definitions-folder/mistaken-files.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { sourceWith, workshop } from '../runtime/workshop.ts'

test('what a file holds is known by its first words, however broken it is, and the first mistake is told with its place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'oncue-mistaken-'))
  const found = async (file: string, text: string) => {
    await writeFile(join(folder, file), text)
    const mistaken = mistakenFile(folder, await checkDefinitions(folder))
    await rm(join(folder, file))
    return mistaken
  }
  try {
    await writeFile(join(folder, 'workspace.yaml'), 'workspace: shop\nsender: { address: shop@shop.example }\n')
    expect(mistakenFile(folder, await checkDefinitions(folder))).toBeUndefined()
    const journey = 'journey: "win back"\nenter: [{ on: Signed Up }\nsteps: []\n'
    expect(await found('back.yaml', journey)).toEqual({ about: 'journey win back', problem: expect.stringMatching(/^back\.yaml:\d+:\d+ /) })
    const several = 'journey: one\nenter: [{ on: A }]\nsteps: []\n---\njourney: two\nenter: [{ on: A, if: { all: [\n  - segment: vip\n'
    expect(await found('several.yaml', several)).toMatchObject({ about: 'journey two' })
    expect(await found('note.yaml', 'template: note\nsubject: [\n')).toMatchObject({ about: 'template note' })
    expect(await found('odd.yaml', 'nothing: [\n')).toMatchObject({ about: 'odd.yaml' })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a file saved with a mistake needs attention until it is mended, and what is in force goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'oncue-mistaken-'))
  const clock = wallClock()
  const { store, runtime } = await workshop(sourceWith())
  const logger = { info: () => {}, warn: () => {}, error: () => {} }
  const file = join(folder, 'hello.yaml')
  const whole = 'template: hello\nsubject: Hello\nhtml: <p>Hello</p>\n'
  try {
    await writeFile(join(folder, 'workspace.yaml'), 'workspace: shop\nsender: { address: shop@shop.example }\n')
    await writeFile(file, whole)
    const loaded = await checkDefinitions(folder)
    const { door, watch, close } = publishFolder({ folder, loaded, source: sourceWith(), store, runtime, clock, logger })
    watch()
    const refused = async () => (await whatElseIsKnown({ publishing: door })).refused
    expect(await refused()).toBe(null)
    await writeFile(file, 'template: hello\nsubject: [\n')
    await expect.poll(refused).toMatchObject({ about: 'template hello' })
    await writeFile(file, whole)
    await expect.poll(refused).toBe(null)
    await close()
  } finally {
    await runtime.stop()
    await rm(folder, { recursive: true })
  }
})
