// oncue why ID JOURNEY: why somebody is, was, or never was in a journey, made again from the log.

import { command, dataFlag, jsonFlag } from '../command.ts'
import { parseInstant } from '../instants.ts'
import { noSuchJourney } from '../no-such-journey.ts'
import { printJson } from '../print-json.ts'
import { whyText } from '../why-text.ts'
import { subscriberOf, withViews } from '../with-views.ts'

export const why = command({
  name: 'why',
  summary: 'Say why a person is, was, or never was in a journey: each condition, its value, and the events that decided it',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, or #number' },
    journey: { type: 'positional', required: true, description: 'The journey' },
    at: { type: 'string', description: 'As it was at this instant (now)', valueHint: 'instant' },
    from: { type: 'string', description: 'Whoever stood at the door from this instant on (ever)', valueHint: 'instant' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const now = views.now()
      const at = args.at === undefined ? now : parseInstant(args.at, '--at')
      const from = args.from === undefined ? Number.NEGATIVE_INFINITY : parseInstant(args.from, '--from')
      const answer = await views.why({ number: await subscriberOf(views, args.id), journey: args.journey, at, from, now })
      if (answer.status === 'no such journey') {
        const names = await views.journeyNames()
        if (!names.includes(args.journey)) throw noSuchJourney(args.journey, names)
      }
      if (args.json === true) printJson(shell.terminal, answer)
      else shell.terminal.print(whyText(answer, args.id))
      return 0
    }),
})
