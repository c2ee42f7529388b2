// A condition of the template that a block asks: one that is there already, or a new one with its name, put together with the builder.

import { Field } from '../../../kit/field.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { ConditionBuilder, type ConditionJson } from '../../conditions/condition-builder.tsx'
import type { ShownIf } from './show-if.ts'

/** The conditions of a template by name. */
export type BlockConditions = Readonly<Record<string, ConditionJson>>

type Asked = Extract<ShownIf, { readonly by: 'condition' }>

export interface ConditionFieldsProps {
  readonly shown: Asked
  readonly onChange: (shown: Asked) => void
  readonly known: BlockConditions
  /** What it shall say; undefined while nothing is put together. */
  readonly value: ConditionJson | undefined
  readonly onValue: (value: ConditionJson | undefined) => void
}

const name = /^[A-Za-z][\w-]{0,63}$/

/** A name that no condition has. */
export function freeName(known: BlockConditions): string {
  let count = 1
  while (Object.hasOwn(known, `block-${count}`)) count += 1
  return `block-${count}`
}

/** The fields. */
export function ConditionFields({ shown, onChange, known, value, onValue }: ConditionFieldsProps) {
  const say = useWords('templates')
  const names = Object.keys(known)
  const isKnown = Object.hasOwn(known, shown.condition)
  const choose = (condition: string): void => {
    onChange({ ...shown, condition })
    onValue(known[condition])
  }
  return (
    <>
      <Field label={say('blocks.who')}>
        {(parts) => (
          <Select {...parts} value={shown.isNot ? 'not' : 'holds'} onChange={({ target }) => onChange({ ...shown, isNot: target.value === 'not' })}>
            <option value="holds">{say('blocks.who-holds')}</option>
            <option value="not">{say('blocks.who-holds-not')}</option>
          </Select>
        )}
      </Field>
      {names.length > 0 && (
        <Field label={say('blocks.which-condition')}>
          {(parts) => (
            <Select {...parts} value={isKnown ? shown.condition : ''} onChange={({ target }) => choose(target.value === '' ? freeName(known) : target.value)}>
              <option value="">{say('blocks.new-condition')}</option>
              {names.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {!isKnown && (
        <Field
          label={say('blocks.condition-name')}
          hint={say('blocks.condition-name-hint')}
          error={shown.condition === '' || name.test(shown.condition) ? undefined : say('blocks.condition-name-form')}
        >
          {(parts) => <Input {...parts} value={shown.condition} onChange={({ target }) => onChange({ ...shown, condition: target.value })} />}
        </Field>
      )}
      {isKnown && <p className="text-sm text-soft">{say('blocks.condition-shared')}</p>}
      <ConditionBuilder
        key={isKnown ? shown.condition : ''}
        value={value}
        onChange={onValue}
        place="journey"
        aside="below"
        label={say('blocks.bys.condition')}
      />
    </>
  )
}

/** Whether the two can be kept. */
export function isComplete({ condition }: Asked, value: ConditionJson | undefined): value is ConditionJson {
  return name.test(condition) && value !== undefined
}
