// How many people one part holds for, alone.

import { Tip } from '../../kit/tip.tsx'
import { useFormats } from '../../words/formats.ts'
import { pathKey, useBuilder } from './builder-context.tsx'
import type { Path } from './condition-json.ts'

/** Nothing while it is not known. */
export function PartCount({ path }: { readonly path: Path }) {
  const { counts, say } = useBuilder()
  const formats = useFormats()
  const found = counts.get(pathKey(path))
  if (found === undefined) return null
  const { people } = found
  if (people === null)
    return (
      <Tip says={say('count-needs-trigger')}>
        <button type="button" className="px-1 text-sm text-soft" aria-label={say('count-needs-trigger')}>
          –
        </button>
      </Tip>
    )
  const isExact = people.low === people.high
  const words = isExact
    ? say('part-count', { count: people.count, number: formats.number(people.count) })
    : say('part-count-about', { count: people.count, number: formats.number(people.count) })
  return (
    <Tip says={words}>
      <button type="button" aria-label={words} className="rounded-sm px-1.5 py-1 text-sm text-soft tabular-nums">
        {isExact ? '' : '≈ '}
        {formats.short(people.count)}
      </button>
    </Tip>
  )
}
