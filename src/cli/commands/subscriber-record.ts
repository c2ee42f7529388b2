// oncue subscriber record ID --journey NAME: a real case as a test, with made-up names.

import { writeYaml } from '../../authoring/write-yaml.ts'
import { runStory } from '../../definitions-folder/trigger-tests.ts'
import type { Definitions } from '../../model/definitions.ts'
import { command, dataFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { type Recorded, recordStory } from '../test/record-story.ts'
import { subscriberOf, withViews } from '../with-views.ts'

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
      const { inputs, decisions } = await views.record(subscriber)
      if (inputs.every((input) => input === undefined)) throw new CommandFailure('nothing is left of what happened to this person')
      const recording = { subscriber, inputs, decisions, journey: args.journey, definitions, until: views.now() }
      const inTime = recordStory(recording, 'each time')
      const isInTime = passes(definitions, inTime)
      // What a server did late is not expected where it was done.
      const recorded = isInTime ? inTime : recordStory(recording, 'at the end')
      const { test, leftOut } = recorded
      terminal.print(writeYaml(test))
      for (const [what, times] of leftOut) terminal.report(`left out, because a story cannot say it: ${what}${times === 1 ? '' : `, ${times} times`}\n`)
      if (!isInTime)
        terminal.report(
          passes(definitions, recorded)
            ? 'Some of it was decided later than the story decides it, so what is expected stands at the end, without its times.\n'
            : 'By the definitions in force the story goes otherwise than it went: `oncue test` shows where.\n',
        )
      return 0
    }),
})

function passes(definitions: Definitions, { test }: Recorded): boolean {
  return runStory(definitions, test).failures.length === 0
}
