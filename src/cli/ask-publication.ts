// What a publication means, shown to whoever sits at the terminal, and what is to become of the people inside, asked for each journey by itself.
// It only asks; what it gives back is what the flags would have said.

import type { JourneyPreview, PeopleChoice, PublicationPreview } from '../model/publication.ts'
import { previewText } from './publication-text.ts'
import type { Terminal } from './shell.ts'
import { printable } from './table.ts'

/** One publication of those that are wanted, as the door takes it. */
export interface WantedPublication {
  readonly people: PeopleChoice
  readonly map: Readonly<Record<string, string>>
  readonly journey?: string
}

/** Says what this publication would mean. */
export type Preview = (wanted: WantedPublication) => Promise<PublicationPreview>

const choices: Readonly<Record<string, PeopleChoice>> = { s: 'stay', stay: 'stay', m: 'move', move: 'move', r: 'restart', restart: 'restart' }

/** The publications in their order: one, and one more for each further journey whose people do not stay. Undefined when nothing is to be published. */
export async function askPublication(
  terminal: Terminal & { readonly ask: (question: string) => Promise<string> },
  preview: Preview,
  expectation: (preview: PublicationPreview) => Promise<string> = async () => '',
): Promise<readonly WantedPublication[] | undefined> {
  const staying = await preview({ people: 'stay', map: {} })
  terminal.print(`${previewText(staying, terminal.columns)}\n`)
  const expected = await expectation(staying)
  if (expected !== '') terminal.print(`${expected}\n`)
  const wanted: WantedPublication[] = []
  for (const journey of staying.journeys) {
    if (journey.inside === 0 || journey.to === null || journey.change === 'retired') continue
    const people = await askChoice(terminal, journey)
    if (people === undefined) return undefined
    if (people === 'stay') continue
    const map = people === 'move' ? await askMap(terminal, preview, journey) : {}
    if (map === undefined) return undefined
    wanted.push({ people, map, journey: journey.journey })
  }
  const isWanted = /^(?:y|yes)$/i.test(await answerTo(terminal, 'Put it in force? [y/N] '))
  if (!isWanted) return undefined
  return wanted.length === 0 ? [{ people: 'stay', map: {} }] : wanted
}

type Asking = Parameters<typeof askPublication>[0]

async function answerTo(terminal: Asking, question: string): Promise<string> {
  return (await terminal.ask(question)).trim()
}

async function askChoice(terminal: Asking, { journey, inside, to }: JourneyPreview): Promise<PeopleChoice | undefined> {
  const people = inside === 1 ? '1 person is' : `${inside.toLocaleString('en')} people are`
  for (;;) {
    const answer = await answerTo(
      terminal,
      `${printable(journey)}: ${people} inside. Let them (s)tay on their version, (m)ove to the same steps of version ${to}, or (r)estart on it? (q) leaves all as it is. [s] `,
    )
    if (/^q(?:uit)?$/i.test(answer)) return undefined
    const choice = answer === '' ? 'stay' : choices[answer.toLowerCase()]
    if (choice !== undefined) return choice
    terminal.print('Answer s, m, r or q.\n')
  }
}

/** Where people go on whose step is gone, until nothing is open any more. */
async function askMap(terminal: Asking, preview: Preview, { journey }: JourneyPreview): Promise<Readonly<Record<string, string>> | undefined> {
  const map: Record<string, string> = {}
  for (;;) {
    const moving = await preview({ people: 'move', map, journey })
    const own = {
      ...moving,
      journeys: moving.journeys.filter((one) => one.journey === journey),
      segments: [],
      templates: [],
      hasWorkspaceChanged: false,
      putOff: null,
      newMemories: 0,
    }
    terminal.print(`\n${previewText(own, terminal.columns)}\n`)
    if (moving.questions.length === 0) return map
    const steps = own.journeys.flatMap((one) => one.steps)
    const open = [...new Set(steps.filter(({ change, people }) => change === 'removed' && people > 0).map(({ step }) => step))]
    for (const step of open) {
      const answer = await answerTo(
        terminal,
        `Where do those at ${printable(step)} go on? A step of the new version, :end, or :stay; (q) leaves all as it is. [:stay] `,
      )
      if (/^q(?:uit)?$/i.test(answer)) return undefined
      map[step] = answer === '' ? ':stay' : answer
    }
    if (open.length === 0) return map
  }
}
