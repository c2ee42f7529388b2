// oncue template diff TEMPLATE [A] [B]: what differs between two versions, line by line; without B the newer one is what the folder says.

import { diffTexts } from '../../engine/diff-lines.ts'
import { type AdminDoor, adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'
import { wholeNumber } from '../with-views.ts'

interface Source {
  readonly settings: string
  readonly parts: readonly { readonly part: string; readonly locale: string | null; readonly text: string }[]
}

/** Equal lines that are shown around what differs. */
const around = 3

export const templateDiff = command({
  name: 'diff',
  summary: 'Show what differs between two versions of a template, line by line',
  args: {
    template: { type: 'positional', required: true, description: 'The template' },
    older: { type: 'positional', required: false, description: 'The older version (the one in force)' },
    newer: { type: 'positional', required: false, description: 'The newer version (what the definitions folder says, with its drafts)' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const door = doorOf(shell, args)
    const older = args.older === undefined ? await inForce(door, args.template) : numberOf(args.older)
    const newer = args.newer === undefined ? 'folder' : numberOf(args.newer)
    const [was, is] = [await read(door, args.template, older), await read(door, args.template, newer)]
    const differing = textsOf(was, is)
      .map(({ name, before, after }) => ({ name, lines: diffTexts(before, after) }))
      .filter(({ lines }) => lines.length > 0)
    const names = { older: nameOf(older), newer: nameOf(newer) }
    if (args.json === true) printJson(shell.terminal, { template: args.template, ...names, differing })
    else {
      const body = differing.flatMap(({ name, lines }) => ['', `${name}:`, ...hunks(lines)])
      const lines = [`${args.template}: ${names.older} -> ${names.newer}`, ...(body.length === 0 ? ['no difference'] : body)]
      shell.terminal.print(lines.map((line) => `${printable(line)}\n`).join(''))
    }
    return 0
  },
})

function numberOf(text: string): number {
  return wholeNumber(text.replace(/^v/, ''), 'the version')
}

function nameOf(version: number | 'folder'): string {
  return version === 'folder' ? 'the folder' : `version ${version}`
}

async function inForce(door: AdminDoor, template: string): Promise<number> {
  const path = `/admin/v1/templates/${encodeURIComponent(template)}/versions`
  const { versions } = await askAdminFor<{ versions: { version: number }[] }>(door, { method: 'GET', path })
  const [newest] = versions
  if (newest === undefined) throw new CommandFailure(`${template} was never in force, so there is nothing to compare`, {})
  return newest.version
}

function read(door: AdminDoor, template: string, version: number | 'folder'): Promise<Source> {
  return askAdminFor<Source>(door, { method: 'GET', path: `/admin/v1/templates/${encodeURIComponent(template)}/versions/${version}` })
}

interface Compared {
  readonly name: string
  readonly before: string
  readonly after: string
}

function textsOf(was: Source, is: Source): readonly Compared[] {
  const named = ({ parts }: Source): Map<string, string> =>
    new Map(parts.map(({ part, locale, text }) => [locale === null ? part : `${part} (${locale})`, text]))
  const [before, after] = [named(was), named(is)]
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return [
    { name: 'settings', before: was.settings, after: is.settings },
    ...names.map((name) => ({ name, before: before.get(name) ?? '', after: after.get(name) ?? '' })),
  ]
}

/** What differs, with a few equal lines around it. */
function hunks(lines: readonly string[]): readonly string[] {
  const isNear = lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some((line) => !line.startsWith('  ')))
  return lines.flatMap((line, index) => (isNear[index] === true ? [line] : isNear[index - 1] === true || index === 0 ? ['...'] : []))
}
