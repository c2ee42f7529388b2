// oncue hook try HOOK: what a saved call of another system would become, and where the hook looks for what is not there. It asks for no signature and takes
// nothing in.

import { readFile } from 'node:fs/promises'
import { problemText } from '../../authoring/source-document.ts'
import { type TriedCall, tryHook } from '../../imports/try-hook.ts'
import type { InboundHook } from '../../model/inbound-hook.ts'
import type { JsonObject } from '../../model/json.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure, usageFailure } from '../command-failure.ts'
import { definitionsNamed } from '../definitions-named.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

export const hookTry = command({
  name: 'try',
  summary: 'Show what a saved call of another system would become',
  args: {
    hook: { type: 'positional', required: true, description: 'The hook' },
    call: { type: 'string', required: true, description: 'The JSON of a call', valueHint: 'file' },
    header: { type: 'string', description: "One of its headers, as in 'X-Topic: orders/create'; may stand several times", valueHint: 'header' },
    definitions: { type: 'string', description: 'The definitions folder (ONCUE_DEFINITIONS)', valueHint: 'folder' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, environment, terminal }) => {
    const headers = Object.fromEntries(all('header').map(headerOf))
    const configuration = readConfiguration(environment, args.data === undefined ? {} : { data: args.data })
    const hook = await hookIn(definitionsNamed(args.definitions, configuration, '--definitions FOLDER'), args.hook)
    const call = { body: await bodyIn(args.call), headers, id: '...' }
    const tried = tryHook(hook, call)
    if (args.json === true) printJson(terminal, { hook: hook.hook, ...tried })
    else terminal.print(textOf(hook, tried))
    return tried.rule === null ? 1 : 0
  },
})

function textOf(hook: InboundHook, { rule, messages, byAddress, missing }: TriedCall): string {
  if (rule === null) return `No entry of ${hook.hook} fits: the call would change nothing.\n`
  const isNobody = byAddress === null && messages.some((message) => message['userId'] === undefined && message['anonymousId'] === undefined)
  return [
    `Entry ${rule + 1} of ${hook.take.length} fits.`,
    ...messages.map((message) => printable(JSON.stringify(message))),
    ...(byAddress === null ? [] : [`The person is whoever has the address ${printable(byAddress)}.`]),
    ...missing.map((path) => `Nothing stands at ${printable(path)}.`),
    ...(isNobody ? ['It would be refused: it names nobody.'] : []),
    '',
  ].join('\n')
}

function headerOf(text: string): readonly [string, string] {
  const colon = text.indexOf(':')
  if (colon < 1) throw usageFailure(`--header ${JSON.stringify(text)} is no header`, "write it like 'X-Topic: orders/create'")
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()]
}

async function hookIn(folder: string, name: string): Promise<InboundHook> {
  const { checkUntested } = await import('../../app.ts')
  const { definitions, problems } = await checkUntested(folder)
  if (definitions === undefined) {
    const first = problems.find(({ severity }) => severity === 'error')
    throw new CommandFailure(first === undefined ? `${folder} holds no definitions` : problemText(first), { fix: 'oncue validate lists all that is wrong' })
  }
  const hooks = definitions.workspace.hooks ?? []
  const found = hooks.find(({ hook }) => hook === name)
  if (found !== undefined) return found
  throw new CommandFailure(`there is no hook ${name} in ${folder}`, { fix: `there are: ${hooks.map(({ hook }) => hook).join(', ') || 'none'}` })
}

async function bodyIn(file: string): Promise<JsonObject> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandFailure(`${file} cannot be read`)
  })
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  } catch {
    // Said below, as of everything else that is none.
  }
  throw new CommandFailure(`${file} holds no JSON object`, { fix: 'save the body of one call in it' })
}
