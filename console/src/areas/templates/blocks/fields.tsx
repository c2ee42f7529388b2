// The small fields of a block: a line with placeholders, one of a few, a color of the brand, and the space around it.

import { Braces } from 'lucide-react'
import { type ReactNode, useContext, useRef, useState } from 'react'
import { IconButton } from '../../../kit/button.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { PlaceholderDialog, PlaceholdersContext } from './placeholder-dialog.tsx'

interface Common {
  readonly label: string
  readonly hint?: ReactNode
  readonly isLocked: boolean
}

/** A line into which placeholders can be put. */
export function LineField({ label, hint, value, onChange, isLocked }: Common & { readonly value: string; readonly onChange: (value: string) => void }) {
  const say = useWords('templates')
  const input = useRef<HTMLInputElement>(null)
  const [isAsking, setAsking] = useState(false)
  const put = (liquid: string): void => {
    const at = input.current?.selectionStart ?? value.length
    onChange(value.slice(0, at) + liquid + value.slice(at))
    setAsking(false)
  }
  return (
    <>
      <Field label={label} hint={hint}>
        {(parts) => (
          <div className="flex gap-1">
            <Input {...parts} ref={input} readOnly={isLocked} value={value} onChange={({ target }) => onChange(target.value)} />
            {!isLocked && (
              <IconButton label={say('blocks.placeholder-into', { field: label })} onClick={() => setAsking(true)}>
                <Braces aria-hidden />
              </IconButton>
            )}
          </div>
        )}
      </Field>
      {isAsking && <PlaceholderDialog onChoose={put} onClose={() => setAsking(false)} />}
    </>
  )
}

interface ChoiceProps extends Common {
  readonly value: string
  readonly choices: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}

/** One of a few; what is written otherwise stays among them. */
export function ChoiceField({ label, hint, value, choices, onChange, isLocked }: ChoiceProps) {
  const isKnown = choices.some(([known]) => known === value)
  return (
    <Field label={label} hint={hint}>
      {(parts) => (
        <Select {...parts} disabled={isLocked} value={value} onChange={({ target }) => onChange(target.value)}>
          {!isKnown && <option value={value}>{value}</option>}
          {choices.map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

const colors = ['accent', 'onAccent', 'link', 'ground', 'card', 'ink', 'soft', 'line', 'tint'] as const

/** A color: of the brand, or one's own. Undefined: as the rest of the mail has it. */
export function ColorField({
  label,
  value,
  onChange,
  isLocked,
}: Common & { readonly value: string | undefined; readonly onChange: (value: string | undefined) => void }) {
  const say = useWords('templates')
  const placeholders = useContext(PlaceholdersContext)
  const name = colors.find((one) => value === `{{ brand.colors.${one} }}`)
  const seen = name === undefined ? value : (placeholders.find(({ path }) => path === `brand.colors.${name}`)?.example ?? undefined)
  const isOwn = value !== undefined && /^#[0-9a-f]{6}$/i.test(value)
  const choice = value === undefined ? '' : isOwn ? 'own' : value
  return (
    <Field label={label}>
      {(parts) => (
        <div className="flex items-center gap-2">
          <Select
            {...parts}
            disabled={isLocked}
            value={choice}
            onChange={({ target }) => onChange(target.value === '' ? undefined : target.value === 'own' ? (seen?.slice(0, 7) ?? '#3a45d0') : target.value)}
          >
            <option value="">{say('blocks.color-usual')}</option>
            {colors.map((one) => (
              <option key={one} value={`{{ brand.colors.${one} }}`}>
                {say(`blocks.colors.${one}`)}
              </option>
            ))}
            <option value="own">{say('blocks.color-own')}</option>
            {choice !== '' && choice !== 'own' && name === undefined && <option value={choice}>{choice}</option>}
          </Select>
          {isOwn ? (
            <input
              type="color"
              aria-label={say('blocks.color-own')}
              disabled={isLocked}
              value={value}
              onChange={({ target }) => onChange(target.value)}
              className="size-9 shrink-0 cursor-pointer rounded-md border border-line phone:size-11"
            />
          ) : (
            seen !== undefined &&
            /^#[0-9a-f]{6}$/i.test(seen) && (
              <span aria-hidden className="size-9 shrink-0 rounded-md border border-line phone:size-11" style={{ backgroundColor: seen }} />
            )
          )}
        </div>
      )}
    </Field>
  )
}

/** Space above and below, as `padding` says it: "24px 0", "8px 0 16px 0". */
export function SpaceFields({ value, onChange, isLocked }: { readonly value: string; readonly onChange: (value: string) => void; readonly isLocked: boolean }) {
  const say = useWords('templates')
  const sides = sidesOf(value)
  if (sides === undefined) return null
  const set = (side: 0 | 2, text: string): void => {
    const px = Math.min(200, Math.max(0, Number.parseInt(text, 10) || 0))
    onChange(sides.map((one, index) => (index === side ? (px === 0 ? '0' : `${px}px`) : one)).join(' '))
  }
  return (
    <div className="grid grid-cols-2 gap-3">
      {([0, 2] as const).map((side) => (
        <Field key={side} label={say(side === 0 ? 'blocks.above' : 'blocks.below')}>
          {(parts) => (
            <Input
              {...parts}
              type="number"
              min={0}
              max={200}
              readOnly={isLocked}
              value={Number.parseInt(sides[side] ?? '0', 10)}
              onChange={({ target }) => set(side, target.value)}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

function sidesOf(value: string): readonly [string, string, string, string] | undefined {
  const parts = value.trim().split(/\s+/)
  if (!parts.every((part) => /^\d+(?:px)?$/.test(part)) || parts.length > 4) return undefined
  const [top = '0', right = top, bottom = top, left = right] = parts
  return [top, right, bottom, left]
}
