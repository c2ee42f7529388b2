// How a trial stands, in sentences: when its winner is chosen and by what, or which one was chosen, when and why.

import { now } from '../../kit/clock.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

export interface ToldTrial {
  readonly by: string
  readonly otherwise: string
  readonly beginsAt: number
  readonly dueAt: number
  readonly waiting: number
  readonly chosen: { readonly variant: string; readonly at: number; readonly because: string } | null
  readonly went: Readonly<Record<string, number>>
}

export interface TrialSaidProps {
  readonly trial: ToldTrial
  /** How the page around it says an instant; by default as everywhere, on the reader's clock. */
  readonly when?: ((at: number) => string) | undefined
}

/** The sentences. */
export function TrialSaid({ trial, when: whenSaid }: TrialSaidProps) {
  const say = useWords('decisions')
  const formats = useFormats()
  const { by, otherwise, beginsAt, dueAt, waiting, chosen, went } = trial
  const when = whenSaid ?? formats.dateTime
  const lines: string[] = []
  if (chosen !== null) {
    lines.push(say('trial.chosen', { variant: chosen.variant, when: when(chosen.at), why: say(`trial.because.${chosen.because}`) }))
    for (const [variant, count] of Object.entries(went)) if (count > 0) lines.push(say('trial.went', { variant, count }))
  } else if (beginsAt > now()) {
    lines.push(say('trial.to-come', { when: when(beginsAt) }))
  }
  if (waiting > 0) lines.push(say('trial.waiting', { count: waiting }))
  if (chosen === null)
    lines.push(
      say(by === 'hand' ? 'trial.due-hand' : 'trial.due', {
        when: when(dueAt),
        soon: formats.relative(dueAt, now()),
        by: say(`trial.by.${by}`),
        otherwise,
      }),
    )
  return <p className="max-w-prose text-base">{lines.join(' ')}</p>
}
