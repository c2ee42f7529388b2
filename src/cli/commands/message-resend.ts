// oncue message resend KEY: a kept mail once more, to the same person or as a marked copy to somebody else. What would become of it is said first.

import { adminFlags, askAdmin, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

interface Verdict {
  readonly verdict: 'goes' | 'waits' | 'not sent'
  readonly reason: string | null
  readonly because: string | null
  readonly until: number | null
}

export const messageResend = command({
  name: 'resend',
  summary: 'Send a kept mail once more to the same person, or a marked copy to another address',
  args: {
    message: { type: 'positional', required: true, description: 'The key of the message, as `oncue messages` shows it' },
    because: { type: 'string', required: true, description: 'Why it is sent again, for the audit log', valueHint: 'text' },
    to: { type: 'string', description: 'Another address, which gets a marked copy that counts nowhere', valueHint: 'address' },
    'dry-run': { type: 'boolean', description: 'Only say what would become of it' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const door = doorOf(shell, args)
    const path = `/admin/v1/messages/${encodeURIComponent(args.message)}/resend`
    if (args['dry-run'] === true) {
      const verdict = await askAdmin<Verdict>(door, `${path}/preview`, {})
      if (args.json === true) printJson(shell.terminal, verdict)
      else shell.terminal.print(`${verdictText(verdict)}\n`)
      return 0
    }
    const answer = await askAdmin<{ sent: 'again' | 'copy'; message: string | null }>(door, path, {
      because: args.because,
      ...(args.to === undefined ? {} : { to: args.to }),
    })
    if (args.json === true) printJson(shell.terminal, answer)
    else
      shell.terminal.print(
        answer.sent === 'copy' ? `A copy was sent to ${printable(args.to ?? '')}.\n` : `It is on its way again: ${answer.message ?? 'see oncue messages'}\n`,
      )
    return 0
  },
})

function verdictText({ verdict, reason, because, until }: Verdict): string {
  const why = [reason, because].filter((part) => part !== null).join(', ')
  return `${{ goes: 'It would be sent at once', waits: 'It would wait', 'not sent': 'It would not be sent' }[verdict]}${until === null ? '' : ` until ${instantText(until)}`}${why === '' ? '' : `: ${printable(why)}`}`
}
