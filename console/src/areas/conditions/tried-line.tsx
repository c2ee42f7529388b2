// What a row said of the person it was tried on: whether it holds, the numbers, how near it was, and the events that decided it.

import { CircleCheck, CircleX } from 'lucide-react'
import { useFormats } from '../../words/formats.ts'
import { pathKey, useBuilder } from './builder-context.tsx'
import type { Path } from './condition-json.ts'
import { changeWords } from './evident-change.ts'

/** Nothing while nobody was tried. */
export function TriedLine({ path, isNegated }: { readonly path: Path; readonly isNegated: boolean }) {
  const { tried, say } = useBuilder()
  const formats = useFormats()
  const found = tried.get(pathKey(path))
  if (found === undefined) return null
  const holds = found.value !== isNegated
  const numbers = [found.detail, found.nearMiss]
    .filter((text) => text !== '')
    .join('; ')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => formats.exact(Date.parse(instant)))
  return (
    <div className="flex flex-col gap-0.5 border-s-2 border-line ps-2.5 text-sm">
      <p className={holds ? 'flex items-center gap-1 text-good' : 'flex items-center gap-1 text-bad'}>
        {holds ? <CircleCheck aria-hidden className="size-4" /> : <CircleX aria-hidden className="size-4" />}
        {say(holds ? 'tried-holds' : 'tried-fails')}
        {numbers !== '' && <span className="text-soft">· {numbers}</span>}
      </p>
      {found.evidence.length > 0 && (
        <ul className="text-soft">
          {found.evidence.map(({ name, occurredAt, counts, change }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list that is only read
            <li key={index}>
              {change === null ? name : changeWords(change, say)} · {formats.exact(occurredAt)}
              {!counts && ` · ${say('nearly')}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
