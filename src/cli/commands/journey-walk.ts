// oncue journey walk JOURNEY ID: one person's way through a journey as it is written now, before it is published.

import { adminFlags, askAdmin, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText, parseInstant } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'
import { wholeNumber } from '../with-views.ts'

interface Walk {
  readonly to: number
  readonly isCut: boolean
  readonly lines: readonly { readonly at: number; readonly kind: string; readonly words: string }[]
}

const dayMs = 86_400_000

export const journeyWalk = command({
  name: 'walk',
  summary: 'Lead one person through a journey as it is written now, drafts included: what would have been decided, and what is to come',
  args: {
    journey: { type: 'positional', required: true, description: 'The journey' },
    id: { type: 'positional', required: true, description: 'userId, anonymousId, or #number' },
    from: { type: 'string', description: 'As if published at this instant (ever)', valueHint: 'instant' },
    to: { type: 'string', description: 'Up to this instant (now); what lies ahead is what would happen if they did nothing more', valueHint: 'instant' },
    ahead: { type: 'string', description: 'So many days ahead, instead of --to', valueHint: 'days' },
    drafts: { type: 'boolean', default: true, description: 'Drafts stand in the place of their files (--no-drafts: the files alone)' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const now = (await shell.clock()).now()
    const to = args.ahead === undefined ? (args.to === undefined ? undefined : parseInstant(args.to, '--to')) : now + wholeNumber(args.ahead, '--ahead') * dayMs
    const walk = await askAdmin<Walk>(doorOf(shell, args), `/admin/v1/journeys/${encodeURIComponent(args.journey)}/walk`, {
      subscriber: args.id,
      drafts: args.drafts,
      ...(args.from === undefined ? {} : { from: parseInstant(args.from, '--from') }),
      ...(to === undefined ? {} : { to }),
    })
    if (args.json === true) {
      printJson(shell.terminal, walk)
      return 0
    }
    const decisions = walk.lines.filter(({ kind }) => kind !== 'event')
    if (decisions.length === 0) shell.terminal.print(`Nothing of ${args.journey} would have been decided about ${args.id}.\n`)
    else {
      if (walk.isCut) shell.terminal.print(`The newest ${walk.lines.length} lines:\n`)
      shell.terminal.print(walk.lines.map(({ at, kind, words }) => `${instantText(at)}  ${kind === 'event' ? '> ' : ''}${printable(words)}\n`).join(''))
    }
    return 0
  },
})
