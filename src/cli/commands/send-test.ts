// oncue send-test TEMPLATE --to ADDRESS: a mail as it would be sent, marked as a test and counted nowhere.

import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'

export const sendTest = command({
  name: 'send-test',
  summary: 'Send a test of a template, which is marked and counted nowhere',
  args: {
    template: { type: 'positional', required: true, description: 'The template' },
    to: { type: 'string', description: 'Where to', valueHint: 'address' },
    as: { type: 'string', description: 'The userId of the person whose data are filled in', valueHint: 'userId' },
    trigger: { type: 'string', description: 'Properties of the event that would have started it all, as JSON', valueHint: 'json' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    if (args.to === undefined) throw usageFailure('say where to with --to ann@example.com')
    const trigger = args.trigger === undefined ? {} : { trigger: objectIn(args.trigger) }
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    const body = { to: args.to, ...(args.as === undefined ? {} : { as: args.as }), ...trigger }
    const answer = await askAdmin<{ detail: string }>(door, `/admin/v1/templates/${encodeURIComponent(args.template)}/test`, body)
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(`A test of ${args.template} went to ${args.to}; it is counted nowhere.\n`)
    return 0
  },
})

function objectIn(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text)
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed
  } catch {
    // Said below.
  }
  throw usageFailure(`--trigger holds no JSON object such as '{"cart_id":"c1"}'`)
}
