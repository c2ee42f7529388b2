// A definitions folder for one test: files by path, in a directory of their own that goes when the test ends.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Writes the files into a new folder and gives its path. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oncue-definitions-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeInto(folder, files)
  return folder
}

/** Writes or replaces files of a folder. */
export async function writeInto(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}
