// oncue demo: winds the clock of a demo or a staging copy forward, so that nobody has to wait a day to see what happens after one.

import { adminFlags, askAdmin, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'

interface Clock {
  readonly now: number
  readonly next: number | null
}

export const demoForward = command({
  name: 'forward',
  summary: 'Wind the clock of a demo or a staging copy forward; what falls due happens, and mails arrive in the mailbox',
  args: {
    by: { type: 'positional', required: false, description: 'How far: 30m, 1d; to what is due next without it', valueHint: 'duration' },
    of: { type: 'string', description: 'To what is due next for this person', valueHint: 'person' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    if (args.by !== undefined && args.of !== undefined) throw usageFailure('say how far, or name a person with --of, not both')
    const wish = args.by !== undefined ? { forward: args.by } : args.of !== undefined ? { toNextOf: args.of } : { toNext: true }
    const clock = await askAdmin<Clock>(doorOf(shell, args), '/admin/v1/demo/clock', wish)
    if (args.json === true) printJson(shell.terminal, clock)
    else shell.terminal.print(`It is ${instantText(clock.now)} there. ${clock.next === null ? 'Nothing is due.' : `Due next: ${instantText(clock.next)}.`}\n`)
    return 0
  },
})
