// oncue journey people NAME: who is inside a journey now, and at which step.

import { type AdminDoor, adminFlags, askAdmin, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { noSuchJourney } from '../no-such-journey.ts'
import { printJson } from '../print-json.ts'
import { table } from '../table.ts'
import { wholeNumber } from '../with-views.ts'

interface Person {
  readonly subscriber: number
  readonly userId: string | null
  readonly name: string | null
  readonly email: string | null
  readonly journeys: readonly { readonly journey: string; readonly step: string }[]
}

interface Page {
  readonly subscribers: readonly Person[]
  readonly next: string | null
}

export const journeyPeople = command({
  name: 'people',
  summary: 'List who is inside a journey now, or at one step of it, newest first',
  args: {
    name: { type: 'positional', required: true, description: 'The journey' },
    step: { type: 'string', description: 'Only those at this step', valueHint: 'step' },
    limit: { type: 'string', description: 'How many at most', default: '100', valueHint: 'n' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const limit = wholeNumber(args.limit, '--limit')
    const door = doorOf(shell, args)
    const body = { journey: args.name, ...(args.step === undefined ? {} : { step: args.step }) }
    const people: Person[] = []
    for (let cursor: string | null = ''; cursor !== null && people.length < limit; ) {
      const query = new URLSearchParams({ limit: String(Math.min(200, limit - people.length)), ...(cursor === '' ? {} : { cursor }) })
      const page: Page = await askAdmin<Page>(door, `/admin/v1/subscribers/search?${query}`, body)
      people.push(...page.subscribers)
      cursor = page.next
    }
    if (people.length === 0) await refuseUnknown(door, args.name)
    const place = ({ journeys }: Person): string => journeys.flatMap(({ journey, step }) => (journey === args.name ? [step] : [])).join(', ')
    if (args.json === true) printJson(shell.terminal, { people })
    else if (people.length === 0) shell.terminal.print(args.step === undefined ? `Nobody is inside ${args.name} now.\n` : `Nobody is at ${args.step} now.\n`)
    else
      shell.terminal.print(
        table(
          people,
          [
            { title: 'person', value: ({ subscriber, userId }: Person) => userId ?? `#${subscriber}` },
            { title: 'name', value: ({ name }: Person) => name ?? '' },
            { title: 'e-mail', value: ({ email }: Person) => email ?? '' },
            { title: 'step', value: place },
          ],
          shell.terminal.columns,
        ),
      )
    return 0
  },
})

/** Nobody is inside a journey that is not there either. */
async function refuseUnknown(door: AdminDoor, name: string): Promise<void> {
  const { journeys } = await askAdminFor<{ readonly journeys: readonly { readonly journey: string }[] }>(door, {
    method: 'GET',
    path: '/admin/v1/journeys?days=1',
  })
  const known = journeys.map(({ journey }) => journey)
  if (!known.includes(name)) throw noSuchJourney(name, known)
}
