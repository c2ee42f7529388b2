// oncue draft: what somebody wants files of the definitions folder to say, and has not published.

import { type AdminDoor, adminFlags, askAdmin, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable, table } from '../table.ts'

interface File {
  readonly path: string
  readonly draft: { readonly does: string; readonly by: string; readonly at: number; readonly isConflict: boolean } | null
}

interface OneFile extends File {
  readonly drafted: { readonly text: string | null } | null
}

export const draftList = command({
  name: 'list',
  summary: 'List drafts of definition files: who changed which, when, and whether the file was changed meanwhile',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const { files } = await askAdminFor<{ readonly files: readonly File[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/definitions' })
    const drafts = files.flatMap(({ path, draft }) => (draft === null ? [] : [{ path, ...draft }]))
    if (args.json === true) printJson(shell.terminal, { drafts })
    else if (drafts.length === 0) shell.terminal.print('No drafts.\n')
    else shell.terminal.print(table(drafts, columns, shell.terminal.columns))
    return 0
  },
})

type Line = NonNullable<File['draft']> & Pick<File, 'path'>

const columns = [
  { title: 'file', value: ({ path }: Line) => path },
  { title: 'does', value: ({ does, isConflict }: Line) => (isConflict ? `${does}, but the file was changed meanwhile` : does) },
  { title: 'by', value: ({ by }: Line) => by },
  { title: 'when', value: ({ at }: Line) => instantText(at) },
]

const fileArgument = { type: 'positional', required: true, description: 'The file, from the definitions folder' } as const

export const draftShow = command({
  name: 'show',
  summary: 'Print what a draft wants its file to say',
  args: { file: fileArgument, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const file = await read(doorOf(shell, args), args.file)
    const text = file.drafted === null ? undefined : file.drafted.text
    if (args.json === true) printJson(shell.terminal, { path: file.path, draft: file.draft, text: text ?? null })
    else if (text === undefined) shell.terminal.print(`There is no draft of ${printable(args.file)}.\n`)
    else shell.terminal.print(text ?? `The file is to be taken away.\n`)
    return 0
  },
})

function read(door: AdminDoor, file: string): Promise<OneFile> {
  return askAdminFor<OneFile>(door, { method: 'GET', path: `/admin/v1/definitions/file?${new URLSearchParams({ path: file })}` })
}

export const draftDiscard = command({
  name: 'discard',
  summary: 'Throw a draft away; the file stays as it is',
  args: { file: fileArgument, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    await askAdmin(doorOf(shell, args), '/admin/v1/drafts/discard', { paths: [args.file] })
    if (args.json === true) printJson(shell.terminal, { discarded: [args.file] })
    else shell.terminal.print(`The draft of ${printable(args.file)} is gone; the file is as it was.\n`)
    return 0
  },
})
