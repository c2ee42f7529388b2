// oncue template gaps: fields that templates print without a default, and how many real people lack them.

import { adminFlags, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'

interface Gap {
  readonly template: string
  readonly field: string
  readonly journey: string | null
  readonly looked: number
  readonly lack: number
}

export const templateGaps = command({
  name: 'gaps',
  summary: 'Say which fields templates print without a default, and how many real people lack them',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const { gaps } = await askAdminFor<{ gaps: Gap[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/templates/gaps' })
    if (args.json === true) printJson(shell.terminal, { gaps })
    else if (gaps.length === 0) shell.terminal.print('Everybody who was looked at has what the templates print, or the templates give a default.\n')
    else for (const gap of gaps) shell.terminal.print(`${sentence(gap)}\n`)
    return 0
  },
})

function sentence({ template, field, journey, looked, lack }: Gap): string {
  const people = journey === null ? 'all people' : `the people whom ${journey} wrote to`
  const share = Math.max(1, Math.round((100 * lack) / looked))
  return `${template}: ${share} % of ${people} have no ${field.replace(/^subscriber\./, '')}, and the template gives no default (${lack} of ${looked} looked at)`
}
