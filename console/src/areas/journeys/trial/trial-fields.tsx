// What is asked about a trial: how many go ahead, how long the others wait, by what the winner is chosen, and what goes out when nothing says which.

import { useState } from 'react'
import { Field } from '../../../kit/field.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { DurationField } from '../forms/fields/duration-field.tsx'
import { useTyped } from '../forms/fields/use-typed.ts'
import { measures, shares, type TrialField, type TrialValue } from './trial-value.ts'

export interface TrialFieldsProps {
  readonly value: TrialValue
  readonly onChange: (field: TrialField, value: string | number) => void
  /** Whether what is written in a field is not taken over, because it cannot be meant. */
  readonly onWrong?: (field: TrialField, isWrong: boolean) => void
  /** Names of the variants. */
  readonly variants: readonly string[]
  readonly isLocked: boolean
  /** What is wrong with a field. */
  readonly errorOf: (field: TrialField) => string | undefined
}

/** The fields; what stands around them lays them out. */
export function TrialFields({ value, onChange, onWrong, variants, isLocked, errorOf }: TrialFieldsProps) {
  const say = useWords('trial')
  const known = variants.includes(value.otherwise) ? variants : [...variants, value.otherwise]
  return (
    <>
      <Share
        value={value.share}
        onChange={(share) => onChange('share', share)}
        isLocked={isLocked}
        error={errorOf('share')}
        onWrong={(isWrong) => onWrong?.('share', isWrong)}
      />
      <DurationField
        label={say('for')}
        hint={errorOf('for') ?? say('for-hint')}
        isOptional={false}
        value={value.for}
        onChange={(length) => onChange('for', String(length))}
        onWrong={(isWrong) => onWrong?.('for', isWrong)}
        isLocked={isLocked}
      />
      <Field label={say('by')} hint={say(`by-hint.${value.by}`)} error={errorOf('by')}>
        {(parts) => (
          <Select {...parts} value={value.by} disabled={isLocked} onChange={({ target }) => onChange('by', target.value)}>
            {measures.map((one) => (
              <option key={one} value={one}>
                {say(`measure.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={say(value.by === 'hand' ? 'otherwise-hand' : 'otherwise')} hint={say('otherwise-hint')} error={errorOf('otherwise')}>
        {(parts) => (
          <Select {...parts} value={value.otherwise} disabled={isLocked} onChange={({ target }) => onChange('otherwise', target.value)}>
            {known.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}

interface ShareProps {
  readonly value: number
  readonly onChange: (share: number) => void
  readonly isLocked: boolean
  readonly error: string | undefined
  readonly onWrong: (isWrong: boolean) => void
}

function Share({ value, onChange, isLocked, error, onWrong }: ShareProps) {
  const say = useWords('trial')
  const [wrong, setWrong] = useState<string>()
  const typed = useTyped(String(value), (text) => {
    const share = Number(text.trim().replace(',', '.').replace(/\s*%$/, ''))
    const isShare = text.trim() !== '' && share >= shares.least && share <= shares.most
    setWrong(isShare ? undefined : say('share-wrong', shares))
    onWrong(!isShare)
    if (isShare && share !== value) onChange(share)
  })
  return (
    <Field label={say('share')} hint={say('share-hint')} error={wrong ?? error}>
      {(parts) => (
        <span className="flex items-center gap-2">
          <Input
            {...parts}
            value={typed.now}
            readOnly={isLocked}
            inputMode="decimal"
            autoComplete="off"
            className="max-w-24 tabular-nums"
            onChange={({ target }) => typed.change(target.value)}
            onBlur={typed.done}
            onKeyDown={({ key }) => key === 'Enter' && typed.done()}
          />
          <span className="text-base text-soft">%</span>
        </span>
      )}
    </Field>
  )
}
