// Steps that an edit took out while people stand at them: beside the drawing with a broken outline, each leading to the people.

import { Link } from '@tanstack/react-router'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import type { Gone } from './gone.ts'
import { cardWidth } from './graph-layout.ts'

const height = 62
const gap = 14

/** The cards, one below another from the top, at so many pixels from the left. */
export function GoneSteps({ steps, left, journey }: { readonly steps: readonly Gone[]; readonly left: number; readonly journey: string }) {
  const say = useWords('journeys')
  const formats = useFormats()
  return steps.map(({ step, people }, index) => {
    const short = formats.short(people)
    return (
      <Link
        key={step}
        to="/journeys/$journey"
        params={{ journey } as never}
        search={{ tab: 'people', at: step } as never}
        style={{ width: cardWidth, height, transform: `translate(${left}px, ${index * (height + gap)}px)` }}
        className="absolute top-0 left-0 flex flex-col justify-center rounded-lg border-2 border-line-strong border-dashed bg-card px-3 text-ink no-underline contain-layout hover:border-accent"
      >
        <span className="truncate text-base font-semibold">{step}</span>
        <span className="truncate text-sm text-soft">{say('gone-step.about', { count: people, short })}</span>
      </Link>
    )
  })
}

/** How much of the drawing they take, from its left and from its top. */
export function sizeOfGone(count: number): { readonly width: number; readonly height: number } {
  return count === 0 ? { width: 0, height: 0 } : { width: cardWidth, height: count * (height + gap) - gap }
}
