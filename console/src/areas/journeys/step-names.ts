// What the steps of a journey are called: by the words that their cards say, as the newest version says it that has them.

import type { JourneyVersion, StepCalled } from '../../shell/area.ts'
import { type Say, wordsOf } from '../../words/words.ts'
import { stepWords } from './step-look.ts'
import { everyStep, journeyTree, type StepKind, type StepNode } from './step-tree.ts'

const sending: ReadonlySet<StepKind | undefined> = new Set(['send', 'sms', 'popup', 'webhook'])

/** The steps of all versions, by their ids. */
export function ranSteps(versions: readonly JourneyVersion[]): ReadonlyMap<string, StepNode> {
  const oldestFirst = versions.toSorted((one, other) => one.version - other.version)
  return new Map(oldestFirst.flatMap(({ definition }) => Array.from(everyStep(journeyTree(definition).steps), ([step]) => [step.id, step] as const)))
}

/** Its kind and what it says; empty for what is no step. */
export function stepInWords({ kind, value }: StepNode, say: Say): string {
  return kind === undefined ? '' : `${say(`kind.${kind}`)} ${stepWords(kind, value, say)}`.trim()
}

/** The same for other areas, in the language of now; the words of this area have to be there. */
export function namesOfSteps(versions: readonly JourneyVersion[]): ReadonlyMap<string, StepCalled> {
  const say = wordsOf('journeys')
  return new Map([...ranSteps(versions)].map(([id, step]) => [id, { words: stepInWords(step, say), sends: sending.has(step.kind) }]))
}
