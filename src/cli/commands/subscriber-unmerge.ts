// oncue subscriber unmerge ID --from NUMBER: takes a merge back, after showing what each of the two would have.

import { adminFlags, askAdmin, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { usageFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import { subscriberPath } from '../subscriber-path.ts'

interface Person {
  readonly subscriber: number
  readonly identities: readonly string[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly lists: readonly string[]
  readonly topics: Readonly<Record<string, boolean>>
  readonly suppressed: number
  readonly journeys: readonly { readonly journey: string; readonly version: number; readonly step: string }[]
  readonly waiting: readonly { readonly journey: string; readonly step: string }[]
  readonly messages: number
  readonly events: number
}

interface Both {
  readonly kept: Person
  readonly parted: Person
}

interface Merges {
  readonly subscriber: number
  readonly merges: readonly { readonly from: number; readonly at: number; readonly because: string }[]
}

export const subscriberUnmerge = command({
  name: 'unmerge',
  summary: 'Take a merge back: two people again, each with their own history',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, mail address, or #number' },
    from: { type: 'string', description: 'The number that was merged away; without it, the merges there were', valueHint: 'number' },
    because: { type: 'string', description: 'Why, for the two histories and the audit log', valueHint: 'text' },
    yes: { type: 'boolean', description: 'Do it; without it, what each of the two would have' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const { terminal } = shell
    const door = doorOf(shell, args)
    const path = await subscriberPath(door, args.id)
    if (args.from === undefined) {
      const found = await askAdminFor<Merges>(door, { method: 'GET', path: `${path}/merges` })
      if (args.json === true) printJson(terminal, found)
      else terminal.print(mergesText(found))
      return 0
    }
    const from = Number(args.from.replace(/^#/, ''))
    if (!Number.isInteger(from) || from < 1) throw usageFailure(`--from ${args.from} is no number`, 'name the number that was merged away, such as --from 17')
    if (args.yes === true && args.because === undefined) throw usageFailure('it is not said why', 'add --because "..." for the audit log')
    const both =
      args.yes === true
        ? await askAdmin<Both>(door, `${path}/unmerge`, { from, because: args.because })
        : await askAdmin<Both>(door, `${path}/unmerge/preview`, { from })
    if (args.json === true) printJson(terminal, both)
    else
      terminal.print(
        `${personText(both.kept)}\n${personText(both.parted)}\n${args.yes === true ? 'They are two people again.' : 'Nothing was changed; --yes does it.'}\n`,
      )
    return 0
  },
})

function mergesText({ subscriber, merges }: Merges): string {
  if (merges.length === 0) return `Nobody was merged right into #${subscriber}.\n`
  const lines = merges.map(({ from, at, because }) => `#${from} was merged in at ${new Date(at).toISOString()}: ${because}`)
  return `${lines.join('\n')}\nWhat taking one back would mean: oncue subscriber unmerge '#${subscriber}' --from ${merges.at(-1)?.from}\n`
}

function personText(person: Person): string {
  const { subscriber, identities, attributes, lists, topics, suppressed, journeys, waiting, messages, events } = person
  const said = Object.entries(topics).map(([topic, yes]) => `${yes ? 'yes' : 'no'} to ${topic}`)
  const lines = [
    ['ids', identities.map((identity) => identity.slice(2))],
    ['attributes', Object.entries(attributes).map(([name, value]) => `${name} ${JSON.stringify(value)}`)],
    ['lists', lists],
    ['consent', [...said, ...(suppressed === 0 ? [] : [`${suppressed} ${suppressed === 1 ? 'address' : 'addresses'} not written to`])]],
    ['journeys', journeys.map(({ journey, step }) => `${journey} at ${step}`)],
    ['waiting', waiting.map(({ journey, step }) => `${step} of ${journey}`)],
    ['history', [`${events} ${events === 1 ? 'event' : 'events'}`, `${messages} ${messages === 1 ? 'message' : 'messages'}`]],
  ] as const
  return `#${subscriber}\n${lines.map(([name, values]) => `  ${name.padEnd(10)} ${values.length === 0 ? 'none' : values.join(', ')}`).join('\n')}\n`
}
