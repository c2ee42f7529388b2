// The mail beside the form; where versions are tried, each of them.

import { useState } from 'react'
import { Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { MailShown } from './mail-shown.tsx'
import type { Said } from './use-mailing.ts'
import type { ReachCount } from './use-reach.ts'
import { headOf, meantBy, variantName } from './variants.ts'

/** The preview. */
export function MailsShown({ said: { template, tries }, people }: { readonly said: Said; readonly people: ReachCount['sample'] }) {
  const say = useWords('mailing')
  const [at, setAt] = useState(0)
  const variants = tries === undefined ? [] : meantBy(tries)
  const variant = variants[at] ?? variants[0]
  if (variant === undefined) return <MailShown template={template} people={people} />
  return (
    <div className="flex flex-col gap-3">
      <Select
        aria-label={say('try.shown')}
        value={String(variants.indexOf(variant))}
        onChange={({ target }) => setAt(Number(target.value))}
        className="max-w-64"
      >
        {variants.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a version is what stands at its place
          <option key={index} value={String(index)}>
            {say('try.version', { name: variantName(index) })}
          </option>
        ))}
      </Select>
      <MailShown template={variant.template === '' ? template : variant.template} own={headOf(variant)} people={people} />
    </div>
  )
}
