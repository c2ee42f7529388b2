// What the files of a copy say that those of the workspace do not, since the copy was made, and taking that over as drafts. Nothing is merged: of a file that
// was changed on both sides it is told, and whoever takes the copy's puts it in place of the workspace's, which stays what it is until the draft is published.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type DefinitionsDoor, isRefused, type Refused } from '../api/admin/definitions-door.ts'
import type { CopyChange, CopyChanges } from '../api/admin/staging-door.ts'
import { type FolderFile, hashOf, readFolder } from '../definitions-folder/drafts/folder-files.ts'
import { dataFolder } from '../settings/data-folder.ts'
import { readKeptNotes } from '../settings/kept-file.ts'
import { openSqliteStore } from '../stores/sqlite/sqlite-store.ts'

const originName = 'origin.json'
const originSchema = z.record(z.string(), z.string()).optional()

/** Notes in the copy what its files said when it was made. */
export async function noteOrigin(copy: string): Promise<void> {
  const files = await filesOf(copy)
  writeFileSync(join(copy, originName), `${JSON.stringify(Object.fromEntries(files.map(({ path, hash }) => [path, hash])))}\n`, { mode: 0o600 })
}

/** A change with what the copy's file says; null where it is gone there. */
type Found = CopyChange & { readonly text: string | null }

/** In order of path. */
export async function changesOfCopy(copy: string, definitions: DefinitionsDoor): Promise<CopyChanges> {
  const [found, unpublished] = await Promise.all([findChanges(copy, definitions), draftsOf(copy)])
  return { changes: found.map(({ text: _, ...change }) => change), unpublished }
}

/** Keeps what the copy says as drafts of these files, in place of other drafts of them. Undefined where it does not say anything else of one of them any more. */
export async function takeOver(
  copy: string,
  { definitions, paths, by }: { readonly definitions: DefinitionsDoor; readonly paths: readonly string[]; readonly by: string },
): Promise<readonly string[] | Refused | undefined> {
  const found = new Map((await findChanges(copy, definitions)).map((one) => [one.path, one]))
  const wishes = paths.map((path) => ({ path, text: found.get(path)?.text ?? null, by }))
  return paths.every((path) => found.has(path)) ? definitions.keepTogether(wishes, 'drafts') : undefined
}

async function findChanges(copy: string, definitions: DefinitionsDoor): Promise<readonly Found[]> {
  const origin = readKeptNotes(join(copy, originName), originSchema, undefined)
  const there = new Map((await filesOf(copy)).map((file) => [file.path, file]))
  const here = new Map((await definitions.list()).files.map((file) => [file.path, file]))
  // What a copy without notes does not hold may have come into the workspace since.
  const paths = [...new Set([...there.keys(), ...Object.keys(origin ?? {})])].sort()
  const found: Found[] = []
  for (const path of paths) {
    const [file, before, own] = [there.get(path), origin?.[path], here.get(path)]
    if (origin !== undefined && file?.hash === before) continue
    if ((await hashHere(own, definitions)) === (file?.hash ?? null)) continue
    found.push({
      path,
      does: file === undefined ? 'delete' : own === undefined ? 'create' : 'change',
      isChangedHere: origin === undefined ? own !== undefined : (own?.hash ?? null) !== (before ?? null),
      draftBy: own?.draft?.by ?? null,
      locked: own?.locked ?? null,
      text: file?.text ?? null,
    })
  }
  return found
}

type OwnFile = Awaited<ReturnType<DefinitionsDoor['list']>>['files'][number]

/** Of what the workspace's file says with its draft; null where it is not, or is to go. */
async function hashHere(own: OwnFile | undefined, definitions: DefinitionsDoor): Promise<string | null> {
  if (own?.draft == null) return own?.hash ?? null
  const read = await definitions.read(own.path)
  const text = isRefused(read) ? null : (read.drafted?.text ?? null)
  return text === null ? null : hashOf(text)
}

function filesOf(copy: string): Promise<readonly FolderFile[]> {
  return readFolder(join(copy, 'definitions'), [])
}

/** Files of which the copy has a draft that is not published there: that does not come along. */
async function draftsOf(copy: string): Promise<readonly string[]> {
  const store = await openSqliteStore({ path: dataFolder({ data: join(copy, 'data') }).store, readOnly: true })
  try {
    const said = new Map((await filesOf(copy)).map(({ path, text }) => [path, text]))
    return (await store.drafts()).filter(({ path, text }) => (said.get(path) ?? null) !== text).map(({ path }) => path)
  } finally {
    await store.close()
  }
}
