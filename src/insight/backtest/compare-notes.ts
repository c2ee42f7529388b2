// How one person fares in two arms: whether they enter the same journeys at the same instants and get the same messages, and if not, what differs.

import { add, addExample, type Notes, type Tally } from './tally.ts'

/** Lines of an example at most. */
const shownLines = 12

/** Counts a person for each journey: in the first arm only, in the other only, in both alike, or in both and not alike. */
export function compareNotes(tally: Tally, subscriber: number, { one, other }: { readonly one: Notes; readonly other: Notes }, examples: number): void {
  const mine = new Set(one.signature ?? [])
  const theirs = new Set(other.signature ?? [])
  const onlyMine = [...mine].filter((line) => !theirs.has(line))
  const onlyTheirs = [...theirs].filter((line) => !mine.has(line))
  for (const journey of new Set([...one.entered.keys(), ...other.entered.keys()])) {
    const isOfJourney = (line: string): boolean => line.split('\n')[1] === journey
    const isAlike = !onlyMine.some(isOfJourney) && !onlyTheirs.some(isOfJourney)
    const how = !other.entered.has(journey) ? 'only before' : !one.entered.has(journey) ? 'only after' : isAlike ? 'alike' : 'otherwise'
    add(tally, `${how}\n${journey}`)
  }
  if (onlyMine.length === 0 && onlyTheirs.length === 0) return
  add(tally, 'people who differ')
  const lines = (): readonly string[] =>
    [...onlyMine.map((line) => ({ sign: '-', line })), ...onlyTheirs.map((line) => ({ sign: '+', line }))]
      .sort((first, second) => Number(first.line.split('\n')[0]) - Number(second.line.split('\n')[0]))
      .slice(0, shownLines)
      .map(lineText)
  addExample(tally, 'people who differ', { subscriber, lines }, examples)
}

function lineText({ sign, line }: { readonly sign: string; readonly line: string }): string {
  const [at, journey, what] = line.split('\n')
  return `${sign} ${new Date(Number(at)).toISOString()}  ${journey} ${what === 'entered' ? 'entered' : `sent ${what}`}`
}
