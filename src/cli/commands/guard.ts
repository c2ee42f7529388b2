// oncue guard allow|end|list: that more than usual is right for a journey for a while, such as a sale, so that its guard does not pause it.

import type { Allowance } from '../../model/guard.ts'
import { adminFlags, askAdmin, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'
import { wholeNumber } from '../with-views.ts'

const name = { type: 'positional', required: true, description: 'The journey' } as const
const pathOf = (journey: string): string => `/admin/v1/journeys/${encodeURIComponent(journey)}/allowance`

export const guardAllow = command({
  name: 'allow',
  summary: 'Let more people enter a journey, and more messages leave, than its guard would let pass; it ends by itself',
  args: {
    name,
    times: { type: 'string', required: true, description: 'So many times what the guard would let pass otherwise', valueHint: 'n' },
    until: { type: 'string', required: true, description: "When it ends: 2026-11-27T23:59 on the workspace's clock, or with a zone", valueHint: 'instant' },
    because: { type: 'string', required: true, description: 'Why, for those who wonder later', valueHint: 'text' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const times = wholeNumber(args.times, '--times')
    if (times < 2 || times > 1000) throw usageFailure(`--times "${args.times}" is no whole number from 2 to 1000`)
    const until = /^\d{1,16}$/.test(args.until) ? Number(args.until) : args.until
    const answer = await askAdmin<{ allowance: Allowance; paused: boolean }>(doorOf(shell, args), pathOf(args.name), { times, until, because: args.because })
    if (args.json === true) printJson(shell.terminal, answer)
    else {
      shell.terminal.print(lineOf(answer.allowance))
      if (answer.paused) {
        shell.terminal.print(`It is still paused: \`oncue journey resume ${printable(args.name)} --catch-up --preview\` says what going on would mean.\n`)
      }
    }
    return 0
  },
})

export const guardEnd = command({
  name: 'end',
  summary: 'End that more than usual is right for a journey; what came meanwhile is not held against it',
  args: { name, ...adminFlags, ...dataFlag, ...jsonFlag },
  async run({ args, ...shell }) {
    const answer = await askAdminFor<object>(doorOf(shell, args), { method: 'DELETE', path: pathOf(args.name) })
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(`Ended: what is usual holds again for ${printable(args.name)}.\n`)
    return 0
  },
})

export const guardList = command({
  name: 'list',
  summary: 'List the journeys for which more than usual is right now, until when and why',
  args: { ...adminFlags, ...dataFlag, ...jsonFlag },
  async run({ args, ...shell }) {
    const answer = await askAdminFor<{ allowances: readonly Allowance[] }>(doorOf(shell, args), { method: 'GET', path: '/admin/v1/allowances' })
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(answer.allowances.length === 0 ? 'What is usual holds for every journey.\n' : answer.allowances.map(lineOf).join(''))
    return 0
  },
})

/** "offer: 5 times as much as usual until 2026-11-27T22:59:00.000Z, because of the sale (anna)" */
function lineOf({ journey, times, until, because, by }: Allowance): string {
  return `${printable(journey)}: ${times} times what its guard would let pass otherwise, until ${instantText(until)}: ${printable(because)} (${printable(by)})\n`
}
