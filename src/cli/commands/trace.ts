// oncue trace ID: what happened to one person and what was decided, one line each, in order.

import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'
import type { TraceLine } from '../views.ts'
import { subscriberOf, wholeNumber, withViews } from '../with-views.ts'

export const trace = command({
  name: 'trace',
  summary: 'Show what happened to a person and every decision that followed, in order',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, mail address, or #number' },
    journey: { type: 'string', description: 'Only decisions of this journey, with all inputs', valueHint: 'name' },
    limit: { type: 'string', description: 'The newest lines only', default: '1000', valueHint: 'n' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const lines = await views.trace(await subscriberOf(views, args.id), wholeNumber(args.limit, '--limit'))
      const shown = lines.filter((line) => args.journey === undefined || line.kind === 'input' || journeyOf(line) === args.journey)
      if (args.json === true) printJson(shell.terminal, { trace: shown })
      else shell.terminal.print(shown.map(({ text }) => `${printable(text)}\n`).join(''))
      return 0
    }),
})

/** The journey that a line speaks of; undefined for what is about the person as a whole. */
function journeyOf({ decision, waiting }: TraceLine): string | undefined {
  if (waiting !== undefined) return waiting.journey
  return decision !== null && 'journey' in decision ? decision.journey : undefined
}
