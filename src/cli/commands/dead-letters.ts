// oncue dead-letters: events that were refused, newest first, each with the reason.

import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { cut, printable, table } from '../table.ts'
import type { DeadLetterView } from '../views.ts'
import { wholeNumber, withViews } from '../with-views.ts'

/** Letters when nothing else is said. */
const shownLetters = 50

export const deadLetters = command({
  name: 'dead-letters',
  summary: 'List events that were refused, newest first, each with the reason',
  args: { limit: { type: 'string', description: `At most so many (${shownLetters})`, valueHint: 'n' }, ...dataFlag, ...jsonFlag },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const letters = await views.deadLetters(args.limit === undefined ? shownLetters : wholeNumber(args.limit, '--limit'))
      if (args.json === true) printJson(shell.terminal, { deadLetters: letters })
      else if (letters.length === 0) shell.terminal.print('No dead letters.\n')
      else shell.terminal.print(lettersText(letters, shell.terminal.columns))
      return 0
    }),
})

/** Why a letter was refused is never cut: where the table is too narrow for it, each letter takes three lines. */
export function lettersText(letters: readonly DeadLetterView[], width: number): string {
  const longest = table(letters, columns.slice(0, -1), Number.POSITIVE_INFINITY)
    .split('\n')
    .reduce((most, { length }) => Math.max(most, length), 0)
  if (longest + leastOfBody <= width) return table(letters, columns, width)
  const texts = letters.map(
    ({ receivedAt, source, reason, body }) =>
      `${instantText(receivedAt)}  ${printable(source)}\n  ${printable(reason)}\n  ${cut(printable(body), width - 2)}\n`,
  )
  return texts.join('\n')
}

/** So much of what came has to be seen for the table to be worth its room. */
const leastOfBody = 20

const columns = [
  { title: 'received', value: ({ receivedAt }: DeadLetterView) => instantText(receivedAt) },
  { title: 'through', value: ({ source }: DeadLetterView) => source },
  { title: 'why', value: ({ reason }: DeadLetterView) => reason, isWhole: true as const },
  { title: 'what', value: ({ body }: DeadLetterView) => body },
]
