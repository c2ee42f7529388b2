// Watching a folder: changes, broken edits, saves that change nothing. Waits on readings, never on time.

import { renameSync, writeFileSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type LoadedDefinitions, loadDefinitions } from '../../src/authoring/load-definitions.ts'
import { watchDefinitions } from '../../src/authoring/watch-definitions.ts'
import { folderOf, writeInto } from './folder.ts'

/** Watches a folder; `next` resolves with the following reading that gave something new. */
async function watching(folder: string) {
  const loaded: LoadedDefinitions[] = []
  let wake: (() => void) | undefined
  const watcher = watchDefinitions(folder, await loadDefinitions(folder), {
    settle: (callback) => {
      const immediate = setImmediate(callback)
      return () => clearImmediate(immediate)
    },
    onLoaded: (one) => {
      loaded.push(one)
      wake?.()
    },
  })
  onTestFinished(() => watcher.close())
  const until = async (fits: (one: LoadedDefinitions) => boolean): Promise<LoadedDefinitions> => {
    for (;;) {
      const found = loaded.find(fits)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { loaded, until }
}

test('a change in the folder is read again, also in folders below', async () => {
  const folder = await folderOf({ 'w.yaml': 'workspace: one\n', 'deep/a.yaml': 'segment: a\nif: { event: A }\n' })
  const { until } = await watching(folder)
  await writeInto(folder, { 'deep/a.yaml': 'segment: b\nif: { event: A }\n' })
  expect((await until((one) => one.definitions?.segments[0]?.segment === 'b')).problems).toEqual([])
  await writeInto(folder, { 'deep/new.yaml': 'segment: c\nif: { event: A }\n' })
  await until((one) => one.definitions?.segments.length === 2)
  await rm(join(folder, 'deep/a.yaml'))
  await until((one) => one.definitions?.segments.length === 1)
})

test('every save is seen of an editor that puts a new file in the place of the old one', async () => {
  const folder = await folderOf({ 'w.yaml': 'workspace: one\n', 'deep/a.yaml': 'segment: a\nif: { event: A }\n' })
  const { until } = await watching(folder)
  for (const name of ['b', 'c', 'd']) {
    writeFileSync(join(folder, `deep/${name}.swp`), `segment: ${name}\nif: { event: A }\n`)
    renameSync(join(folder, `deep/${name}.swp`), join(folder, 'deep/a.yaml'))
    await until((one) => one.definitions?.segments[0]?.segment === name)
  }
})

test('a folder that was moved away is watched again when it is back, or when another one stands in its place', async () => {
  const folder = await folderOf({ 'w.yaml': 'workspace: one\n' })
  const { until } = await watching(folder)
  renameSync(folder, `${folder}-away`)
  onTestFinished(() => rm(`${folder}-away`, { recursive: true, force: true }))
  await until((one) => one.problems.some(({ code }) => code === 'folder/missing'))
  await cp(`${folder}-away`, folder, { recursive: true })
  await until((one) => one.definitions?.workspace.workspace === 'one')
  await writeInto(folder, { 'w.yaml': 'workspace: two\n' })
  await until((one) => one.definitions?.workspace.workspace === 'two')
})

test('a broken edit comes with its problems and without definitions, and mending it brings them back', async () => {
  const folder = await folderOf({ 'w.yaml': 'workspace: one\n' })
  const { until } = await watching(folder)
  await writeInto(folder, { 'w.yaml': 'workspce: two\n' })
  const broken = await until((one) => one.problems.length > 0)
  expect(broken.definitions).toBeUndefined()
  expect(broken.problems.map((problem) => problem.message)).toEqual(['unknown key `workspce`'])
  await writeInto(folder, { 'w.yaml': 'workspace: three\n' })
  await until((one) => one.definitions?.workspace.workspace === 'three')
})

test('a template file that a definition names counts as a change, a save without a change does not', async () => {
  const folder = await folderOf({ 'w.yaml': 'workspace: one\n---\ntemplate: t\nsubject: s\nhtml: { file: ./t.html }\n', 't.html': '<p>one' })
  const { until, loaded } = await watching(folder)
  // In one go: a file that is written over is empty for a moment, which is a change.
  writeFileSync(join(folder, 'w.swp'), 'workspace: one\n---\ntemplate: t\nsubject: s\nhtml: { file: ./t.html }\n')
  renameSync(join(folder, 'w.swp'), join(folder, 'w.yaml'))
  await writeInto(folder, { 't.html': '<p>two' })
  await until((one) => one.definitions?.templates[0]?.html === '<p>two')
  expect(loaded.filter((one) => one.definitions?.templates[0]?.html === '<p>one')).toEqual([])
})
