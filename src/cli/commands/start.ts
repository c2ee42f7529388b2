// oncue start: runs the server until it is told to stop.

import { flushCompileCache } from 'node:module'
import { definitionsOfServer } from '../../definitions-folder/definitions-in-use.ts'
import type { ExampleCopy } from '../../definitions-folder/example-copy.ts'
import { type Configuration, describeConfiguration, readConfiguration, withSettings } from '../../settings/configuration.ts'
import { command } from '../command.ts'
import type { Shell } from '../shell.ts'
import { table } from '../table.ts'

export const start = command({
  name: 'start',
  summary: 'Run Oncue on this machine',
  args: {
    definitions: { type: 'string', description: 'The definitions folder (ONCUE_DEFINITIONS)', valueHint: 'folder' },
    data: { type: 'string', description: 'The data folder (ONCUE_DATA)', valueHint: 'folder' },
    port: { type: 'string', description: 'The port to listen on (PORT)', valueHint: 'port' },
    host: { type: 'string', description: 'The address to listen on (HOST)', valueHint: 'host' },
    mailbox: { type: 'boolean', description: 'Keep mails in the built-in mailbox instead of sending them' },
    config: { type: 'string', description: 'The configuration file (oncue.yaml)', valueHint: 'file' },
    'print-config': { type: 'boolean', description: 'Print what is in force, secrets hidden, and stop' },
  },
  run: async ({ args, terminal, environment, interrupted }) => {
    const given = {
      ...(args.definitions === undefined ? {} : { definitions: args.definitions }),
      ...(args.data === undefined ? {} : { data: args.data }),
      ...(args.port === undefined ? {} : { port: args.port }),
      ...(args.host === undefined ? {} : { host: args.host }),
      ...(args.mailbox === undefined ? {} : { mailbox: args.mailbox }),
    }
    const configuration = readConfiguration(environment, given, args.config)
    if (args['print-config'] === true) {
      const rows = describeConfiguration(withSettings(configuration, { definitions: definitionsOfServer(configuration).folder }))
      const layout = [
        { title: 'setting', value: (row: (typeof rows)[number]) => row.name },
        { title: 'value', value: (row: (typeof rows)[number]) => row.value },
        { title: 'variable', value: (row: (typeof rows)[number]) => row.variable },
        { title: 'meaning', value: (row: (typeof rows)[number]) => row.what },
      ]
      terminal.print(table(rows, layout, terminal.columns))
      return 0
    }
    return serve(configuration, { terminal, interrupted })
  },
})

/** Runs a server until it is told to stop. */
export async function serve(configuration: Configuration, { terminal, interrupted }: Pick<Shell, 'terminal' | 'interrupted'>): Promise<number> {
  const { runApp } = await import('../../run-app.ts')
  const app = await runApp(configuration, (error) => {
    throw error
  })
  // Otherwise what was compiled is kept at the end only, and a server that is killed has kept nothing.
  flushCompileCache()
  terminal.print(welcome(app))
  app.prepareConsole()
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve()
    else interrupted.addEventListener('abort', () => resolve(), { once: true })
  })
  terminal.report('Stopping: what is under way is finished first.\n')
  await app.stop()
  return 0
}

interface Started {
  readonly address: string
  readonly writeKey: string
  readonly workspace: string
  readonly hasMailbox: boolean
  readonly isDemo: boolean
  /** For staging: nobody's, and nothing leaves it. */
  readonly isCopy: boolean
  readonly definitions: { readonly folder: string; readonly copy: ExampleCopy | undefined }
  /** Undefined once there is an owner. */
  readonly setupLink: string | undefined
}

/** What to try next: three lines that work as pasted. A server that really sends prints no key: what it prints ends up in a log. The link of the first
 * owner is printed all the same: without it nobody could begin, and it is worth nothing from then on. */
export function welcome({ address, writeKey, workspace, hasMailbox, isDemo, isCopy, definitions, setupLink }: Started): string {
  const post = (path: string, body: object): string =>
    `  curl -s -u ${writeKey}: ${address}/v1/${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'\n`
  const ends = '\nCtrl-C stops it.\n'
  const first =
    setupLink === undefined
      ? `\nThe console: ${address}/console/\n`
      : `\nNobody can sign in yet. Make the first owner, with this link alone:\n\n  ${setupLink}\n\n`
  const runs = `\nOncue runs ${isCopy ? 'a copy of ' : ''}the workspace "${workspace}" ${isCopy ? 'for staging ' : ''}at ${address}\n${first}`
  if (!hasMailbox) return runs + filesOf(definitions) + ends
  if (isCopy) return `${runs}People in it are nobody, and every message stays in its mailbox: ${address}/mailbox\n${filesOf(definitions)}${ends}`
  return [
    runs,
    `Mails stay in the mailbox: ${address}/mailbox\n`,
    isDemo ? `A shop to try it on: ${address}/demo\n` : '',
    filesOf(definitions),
    '\nTry it:\n',
    post('identify', { userId: 'ada', traits: { email: 'ada@example.com', first_name: 'Ada' } }),
    post('track', {
      userId: 'ada',
      event: 'Product Added',
      properties: { cart_id: 'c1', product_id: '54', name: 'Nebula Pro Headlamp', price: 59.99, quantity: 1 },
    }),
    `  curl -s ${address}/mailbox.json\n`,
    '\nFor your website:\n  npm run oncue -- snippet\n',
    ends,
  ].join('')
}

/** Where the files are that one may change; a newer example that was not taken over is told. */
function filesOf({ folder, copy }: Started['definitions']): string {
  const isOlder = copy === 'changed, and older than the example'
  const newer = `  The example is newer than this copy, which you have changed, so it was left as it is. For the newer one, move the folder away and start again.\n`
  return `Its journeys and mails are files, to be changed there or in the console: ${folder}\n${isOlder ? newer : ''}`
}
