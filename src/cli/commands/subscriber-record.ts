// oncue subscriber record ID --journey NAME: a real case as a test, with made-up names.

import { writeYaml } from '../../authoring/write-yaml.ts'
import { recordCase } from '../../definitions-folder/recorded-case.ts'
import { command, dataFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { subscriberOf, withViews } from '../with-views.ts'

const notes = {
  'each time': '',
  'at the end': 'Some of it was decided later than the story decides it, so what is expected stands at the end, without its times.\n',
  otherwise: 'By the definitions in force the story goes otherwise than it went: `oncue test` shows where.\n',
}

export const subscriberRecord = command({
  name: 'record',
  summary: 'Turn what happened to a person into a test file, with every name made up',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, or #number' },
    journey: { type: 'string', required: true, description: 'The journey that the test is about', valueHint: 'name' },
    ...dataFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const { terminal } = shell
      const [subscriber, definitions] = [await subscriberOf(views, args.id), await views.definitions()]
      if (definitions?.journeys.some(({ journey }) => journey === args.journey) !== true)
        throw new CommandFailure(`there is no journey "${args.journey}" in force`, { fix: '`oncue journey list` names those there are' })
      const { isCut, ...life } = await views.record(subscriber)
      const recorded = recordCase({ subscriber, ...life, journey: args.journey, definitions, until: views.now() })
      if (recorded === undefined) throw new CommandFailure('nothing is left of what happened to this person')
      terminal.print(writeYaml(recorded.test))
      for (const [what, times] of recorded.leftOut)
        terminal.report(`left out, because a story cannot say it: ${what}${times === 1 ? '' : `, ${times} times`}\n`)
      if (isCut) terminal.report('Only the newest part of this long life is in it, so it may go otherwise than it went.\n')
      terminal.report(notes[recorded.expected])
      return 0
    }),
})
