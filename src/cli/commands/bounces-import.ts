// oncue bounces import PATH: takes in mails that came back, from a folder of .eml files, one such file, or a mailbox in mbox form.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readConfiguration } from '../../settings/configuration.ts'
import { type AdminDoor, adminFlags, askAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'

/** More of a mail than this says nothing about why it came back. */
const mostCharacters = 150_000

interface Answer {
  readonly kind: string
  readonly outcome: 'recorded' | 'repeated' | 'unknown' | 'nothing'
  readonly hard?: boolean
}

export const bouncesImport = command({
  name: 'import',
  summary: 'Take in mails that came back: a folder of .eml files, one of them, or an mbox file',
  args: { path: { type: 'positional', required: true, description: 'The folder or file' }, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door: AdminDoor = { shell, configuration, server: args.server, key: args.key }
    const counts = new Map<string, number>()
    const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)
    for (const source of mailsAt(args.path)) {
      const answer = await askAdmin<Answer>(door, '/admin/v1/returned-mails', { source: source.slice(0, mostCharacters) })
      count('mails')
      count(answer.outcome)
      if (answer.outcome === 'recorded') count(answer.kind === 'bounce' ? (answer.hard === true ? 'hard bounces' : 'soft bounces') : `${answer.kind}s`)
    }
    const of = (what: string): number => counts.get(what) ?? 0
    if (args.json === true) printJson(shell.terminal, Object.fromEntries(counts))
    else {
      const details = ['hard bounces', 'soft bounces', 'complaints', 'delivereds', 'unsubscribe requests'].filter((what) => of(what) > 0)
      const recorded = details.map((what) => `${of(what)} ${what === 'delivereds' ? 'delivered' : what}`).join(', ')
      shell.terminal.print(
        `${of('mails')} mails: ${of('recorded')} recorded${recorded === '' ? '' : ` (${recorded})`}, ${of('repeated')} known already, ${of('unknown')} about no message of this workspace, ${of('nothing')} with nothing to record\n`,
      )
    }
    return 0
  },
})

function* mailsAt(path: string): Generator<string> {
  let isFolder: boolean
  try {
    isFolder = statSync(path).isDirectory()
  } catch {
    throw new CommandFailure(`there is nothing at ${path}`)
  }
  const files = isFolder
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile())
    : [path]
  for (const file of files) {
    // Bytes as they are: what they mean is in each mail's own headers.
    const text = readFileSync(file, 'latin1')
    if (text.startsWith('From ')) yield* fromMbox(text)
    else if (text.trim() !== '') yield text
  }
}

/** A line that begins with "From " begins a mail; one of the mail itself was written as ">From ". */
function* fromMbox(text: string): Generator<string> {
  for (const mail of text.split(/^From .*\r?\n/m).slice(1)) yield mail.replace(/^>(>*From )/gm, '$1')
}
