// The trial of a split: some go ahead, each with the variant that chance gave, and the others wait for what is chosen for them. Who goes ahead is chance
// as well, and never changes. Whoever waits is moved by the choice; where none was made in time, by the clock, to the variant that is named for it.

import { durationMs } from '../../model/duration.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { Trial } from '../../model/trial.ts'
import { noteVariant } from '../arms.ts'
import { chance } from '../chance.ts'
import { entersOnlyOnce, instantsOf } from '../one-instant.ts'
import { winnerOf } from '../pauses.ts'
import type { Move } from '../program.ts'
import type { Enrollment } from '../state.ts'
import { count, type Turn, versionOf } from '../turn.ts'
import type { StepContext } from './step-context.ts'
import { stepClock } from './wait.ts'

/** The choice has its instant, and everybody else's clock rings a little later: it is there by then unless something is broken. */
const graceMs = 60_000

interface Way {
  /** Its place among the variants. */
  readonly way: number
  readonly name: string
  readonly to: string | undefined
}

/** Undefined for whoever goes ahead. */
export type AskTrial = (turn: Turn, enrollment: Enrollment) => Move | undefined

export function compileTrial(trial: Trial, ways: readonly Way[], context: StepContext): AskTrial {
  check(trial, ways, context)
  const salt = `${context.journey.journey}\n${context.id}\ntrial`
  const beginsAt = Math.min(...instantsOf(context.journey, 'UTC'))
  const otherwise = ways.find(({ name }) => name === trial.otherwise)
  const forMs = durationMs(trial.for)
  const wait = sentence('waits-for-winner', { duration: trial.for })
  const goOn = (turn: Turn, enrollment: Enrollment, { way, name, to }: Way, move: { readonly because: string; readonly at: number }): Move => {
    count(turn, versionOf(enrollment), context.id, `variant chosen: ${name}`)
    noteVariant(enrollment, context.id, name)
    return { to, ...move, way }
  }
  return (turn, enrollment) => {
    const chosen = winnerOf(turn, enrollment.journey, context.id)
    const way = ways.find(({ name }) => name === chosen?.variant)
    // What was chosen when the journey was sent before, on another day, says nothing of this time.
    if (chosen !== undefined && way !== undefined && chosen.at >= beginsAt)
      return goOn(turn, enrollment, way, { because: wordsOf(chosen.because, way.name, trial), at: chosen.at })
    if (isAhead(chance(salt, turn.state.id), trial)) return undefined
    const until = stepClock(enrollment) + forMs + graceMs
    if (turn.now < until) return { wait: until, because: wait }
    return otherwise === undefined ? undefined : goOn(turn, enrollment, otherwise, { because: undecided(otherwise.name), at: until })
  }
}

function isAhead(drawn: number, { share }: Trial): boolean {
  return drawn * 100 < share
}

function wordsOf(because: NonNullable<ReturnType<typeof winnerOf>>['because'], variant: string, { by }: Trial): string {
  if (because === 'by-hand') return sentence('variant-by-hand', { variant })
  return because === 'shown' || because === 'not-shown' ? sentence('variant-by-rule', { variant, by }) : undecided(variant)
}

function undecided(variant: string): string {
  return sentence('variant-undecided', { variant })
}

function check({ by, otherwise }: Trial, ways: readonly Way[], context: StepContext): void {
  const { journey } = context
  const problem = (code: string, found: Pick<Parameters<StepContext['problem']>[0], 'message' | 'fix'>, at: readonly string[] = []): void =>
    context.problem({ code, ...found, path: [...context.path, 'trial', ...at] } as Parameters<StepContext['problem']>[0])
  if (!entersOnlyOnce(journey)) problem('trial.enter', { message: mistake('trial-every-day'), fix: mistake('enter-at-once') })
  else if (journey.enter.some((trigger) => 'at' in trigger && (trigger.zone === undefined || trigger.zone === 'subscriber')))
    problem('trial.zone', { message: mistake('trial-own-clocks'), fix: mistake('enter-at-once') })
  if (context.path.join('.') !== 'steps.0') problem('trial.place', { message: mistake('trial-first'), fix: mistake('trial-to-front') })
  if (by === 'converted' && journey.goal === undefined) problem('trial.goal', { message: mistake('trial-no-goal'), fix: mistake('trial-name-goal') }, ['by'])
  if (!ways.some(({ name }) => name === otherwise)) {
    const known = [...new Set(ways.map(({ name }) => name))].join(', ')
    problem('trial.otherwise', { message: mistake('no-variant', { variant: otherwise }), fix: mistake('name-one-of', { known }) }, ['otherwise'])
  }
}
