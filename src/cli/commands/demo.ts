// oncue demo: winds the clock of a demo or a staging copy forward, so that nobody has to wait a day to see what happens after one; fills a demo, and ends it.

import { durationSchema } from '../../model/duration.ts'
import { adminFlags, askAdmin, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { wholeNumber } from '../with-views.ts'

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
    if (args.by !== undefined && !durationSchema.safeParse(args.by).success)
      throw usageFailure(`"${args.by}" is no duration`, 'write one like 30m, 24h or 1d12h')
    const wish = args.by !== undefined ? { forward: args.by } : args.of !== undefined ? { toNextOf: args.of } : { toNext: true }
    const clock = await askAdmin<Clock>(doorOf(shell, args), '/admin/v1/demo/clock', wish)
    if (args.json === true) printJson(shell.terminal, clock)
    else shell.terminal.print(`It is ${instantText(clock.now)} there. ${clock.next === null ? 'Nothing is due.' : `Due next: ${instantText(clock.next)}.`}\n`)
    return 0
  },
})

export const demoFill = command({
  name: 'fill',
  summary: 'Fill the demo with made-up people and what they did for some weeks; whoever is in it by then is gone',
  args: {
    people: { type: 'string', description: 'How many', valueHint: 'n', default: '2000' },
    days: { type: 'string', description: 'How far back their doings go', valueHint: 'n', default: '90' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const size = { people: wholeNumber(args.people, '--people'), days: wholeNumber(args.days, '--days') }
    const filling = await askAdmin<object>(doorOf(shell, args), '/admin/v1/first-steps/demo', size)
    if (args.json === true) printJson(shell.terminal, filling)
    else shell.terminal.print('It is being filled beside the server, which changes over to it when it is done: a minute or two.\n')
    return 0
  },
})

export const demoEnd = command({
  name: 'end',
  summary: 'Wipe the demo and begin with a site of your own; its people and their mails are gone, accounts and keys stay',
  args: {
    name: { type: 'string', required: true, description: 'What the site is called: "My Shop"', valueHint: 'name' },
    sender: { type: 'string', required: true, description: 'Where mails come from: hello@myshop.example', valueHint: 'mail' },
    address: { type: 'string', required: true, description: 'The postal address that mails which advertise must carry', valueHint: 'text' },
    site: { type: 'string', description: 'Where buttons of mails lead: https://myshop.example', valueHint: 'address' },
    zone: { type: 'string', description: 'The time zone of people of whom none is known: Europe/Berlin', valueHint: 'zone', default: 'UTC' },
    ...adminFlags,
    ...dataFlag,
  },
  run: async ({ args, ...shell }) => {
    const { name, sender, address, zone, site } = args
    await askAdmin(doorOf(shell, args), '/admin/v1/first-steps/own-site', { name, sender, address, zone, ...(site === undefined ? {} : { site }) })
    shell.terminal.print(
      'The demo ends, and the server starts anew with your site: a workspace, a first mail and a first journey, in the folder `site` of the data folder.\n',
    )
    return 0
  },
})
