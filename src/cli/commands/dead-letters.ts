// oncue dead-letters: events that were refused, newest first, each with the reason.

import { command, dataFlag, jsonFlag } from '../command.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'
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
      else shell.terminal.print(table(letters, columns, shell.terminal.columns))
      return 0
    }),
})

const columns = [
  { title: 'received', value: ({ receivedAt }: DeadLetterView) => instantText(receivedAt) },
  { title: 'through', value: ({ source }: DeadLetterView) => source },
  { title: 'why', value: ({ reason }: DeadLetterView) => reason },
  { title: 'what', value: ({ body }: DeadLetterView) => body },
]
