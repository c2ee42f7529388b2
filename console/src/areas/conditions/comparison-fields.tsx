// How one value is held against another: the comparison and what it is compared with, by its type. Several comparisons of one value all have to hold.

import { Ellipsis } from 'lucide-react'
import { IconButton } from '../../kit/button.tsx'
import type { Suggestion } from '../../kit/combobox.tsx'
import { Input } from '../../kit/input.tsx'
import { Menu, type MenuItem } from '../../kit/menu.tsx'
import { useBuilder } from './builder-context.tsx'
import { type ConditionJson, isObject, isRef, type Json, withKey, withKeyRenamed } from './condition-json.ts'
import { type ComparisonName, comparisons } from './row-forms.ts'
import { Choice, NameField, NumberField, Word } from './small-fields.tsx'

export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object' | undefined

export interface ComparedWith {
  /** What is compared, for those who hear the page. */
  readonly what: string
  readonly values: readonly Suggestion[]
  readonly type: ValueType
}

interface Props extends ComparedWith {
  /** The keys of comparisons among others. */
  readonly object: ConditionJson
  readonly onChange: (object: ConditionJson) => void
}

/** All comparisons of one value. */
export function ComparisonFields({ object, onChange, what, values, type }: Props) {
  const { say, isReadOnly } = useBuilder()
  const present = Object.keys(object).filter((key): key is ComparisonName => (comparisons as readonly string[]).includes(key))
  return present.map((operator, index) => {
    const operand = object[operator] as Json
    const free = comparisons.filter((one) => one === operator || !present.includes(one))
    const another = comparisons.find((one) => !present.includes(one) && (operator === 'gte' || operator === 'gt' ? one.startsWith('lt') : one.startsWith('ne')))
    const items: MenuItem[] = [
      ...otherValues(operator, operand).map((next) => ({
        label: say(`compare-with.${next.kind}`),
        onSelect: () => onChange({ ...object, [operator]: next.value }),
      })),
      ...(another === undefined ? [] : [{ label: say('compare-also'), isApart: true, onSelect: () => onChange({ ...object, [another]: emptyValue(type) }) }]),
      ...(present.length < 2 ? [] : [{ label: say('compare-not'), isDanger: true, onSelect: () => onChange(withKey(object, operator, undefined)) }]),
    ]
    return (
      <span key={operator} className="inline-flex max-w-full flex-wrap items-center gap-1.5">
        {index > 0 && <Word>{say('and')}</Word>}
        <Choice<ComparisonName>
          label={say('comparison-of', { what })}
          value={operator}
          options={free.map((one) => [one, say(`compare.${one}`)])}
          onChange={(next) => onChange(withKeyRenamed(object, operator, next, operandFor(next, operand, type)))}
        />
        <OperandField operator={operator} operand={operand} what={what} values={values} onChange={(next) => onChange({ ...object, [operator]: next })} />
        {!isReadOnly && items.length > 0 && (
          <Menu
            trigger={
              <IconButton size="small" label={say('compare-more', { what })}>
                <Ellipsis aria-hidden />
              </IconButton>
            }
            items={items}
          />
        )}
      </span>
    )
  })
}

interface OperandProps {
  readonly operator: ComparisonName
  readonly operand: Json
  readonly what: string
  readonly values: readonly Suggestion[]
  readonly onChange: (operand: Json) => void
}

function OperandField({ operator, operand, what, values, onChange }: OperandProps) {
  const { say, vocabulary, triggers, isReadOnly } = useBuilder()
  const label = say('value-of', { what })
  if (operator === 'exists') return null
  if (operator === 'in') return <ListField label={label} items={operand as readonly Json[]} values={values} onChange={onChange} />
  if (isRef(operand)) {
    const [source = 'trigger', ...path] = operand.ref.split('.')
    return (
      <span className="inline-flex max-w-full flex-wrap items-center gap-1.5">
        <Word>{say(source === 'attributes' ? 'ref.attributes' : 'ref.trigger')}</Word>
        <NameField
          label={label}
          value={path.join('.')}
          suggestions={source === 'attributes' ? vocabulary.attributes : vocabulary.properties(triggers)}
          onChange={(name) => onChange({ ref: `${source}.${name}` })}
        />
      </span>
    )
  }
  if (typeof operand === 'number') return <NumberField label={label} value={operand} onChange={onChange} />
  if (typeof operand === 'boolean') {
    const options = [
      ['true', say('yes')],
      ['false', say('no')],
    ] as const
    return <Choice label={label} value={String(operand) as 'true' | 'false'} options={options} onChange={(next) => onChange(next === 'true')} />
  }
  if (operand === null) return <Word>{say('nothing')}</Word>
  if (operator === 'matches')
    return (
      <Input aria-label={label} readOnly={isReadOnly} value={String(operand)} onChange={(event) => onChange(event.target.value)} className="w-48! font-mono" />
    )
  return <NameField label={label} value={String(operand)} suggestions={values} placeholder={say('value')} onChange={onChange} />
}

/** Several values, separated by commas, as they are written; numbers stay numbers. */
function ListField({
  label,
  items,
  values,
  onChange,
}: {
  readonly label: string
  readonly items: readonly Json[]
  readonly values: readonly Suggestion[]
  readonly onChange: (items: readonly Json[]) => void
}) {
  const { say, isReadOnly } = useBuilder()
  const change = (index: number, value: Json | undefined): void => onChange(value === undefined ? items.toSpliced(index, 1) : items.toSpliced(index, 1, value))
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1.5">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a value keeps its field while it is typed
        <span key={index} className="inline-flex items-center gap-1">
          {index > 0 && <Word>{say('or')}</Word>}
          {typeof item === 'number' ? (
            <NumberField label={`${label} ${index + 1}`} value={item} onChange={(next) => change(index, next)} />
          ) : typeof item === 'string' ? (
            <NameField
              label={`${label} ${index + 1}`}
              value={item}
              suggestions={values}
              placeholder={say('value')}
              className="w-36"
              onChange={(next) => (next === '' && items.length > 1 ? change(index, undefined) : change(index, next))}
            />
          ) : (
            <Word>{item === null ? say('nothing') : say(item === true ? 'yes' : 'no')}</Word>
          )}
        </span>
      ))}
      {!isReadOnly && (
        <button
          type="button"
          className="h-7 rounded-md px-2 text-sm font-medium text-on-tint hover:bg-tint phone:h-11"
          onClick={() => onChange([...items, typeof items[0] === 'number' ? 0 : ''])}
        >
          {say('another-value')}
        </button>
      )}
    </span>
  )
}

/** What else a value may be. */
function otherValues(operator: ComparisonName, operand: Json): readonly { readonly kind: string; readonly value: Json }[] {
  if (operator === 'exists' || operator === 'in' || operator === 'matches') return []
  const known = isRef(operand) ? (operand.ref.startsWith('attributes') ? 'attributes' : 'trigger') : operand === null ? 'nothing' : typeof operand
  const text = isObject(operand) || operand === null ? '' : String(operand)
  const number = Number(text)
  const all = [
    { kind: 'string', value: text },
    { kind: 'number', value: text !== '' && Number.isFinite(number) ? number : 0 },
    { kind: 'boolean', value: true },
    { kind: 'trigger', value: { ref: 'trigger.' } },
    { kind: 'attributes', value: { ref: 'attributes.' } },
  ]
  return all.filter(({ kind }) => kind !== known && (operator === 'eq' || operator === 'ne' || kind !== 'boolean'))
}

/** A first value of a type. */
export function emptyValue(type: ValueType): Json {
  return type === 'number' ? 0 : type === 'boolean' ? true : ''
}

/** What is compared with when another comparison is chosen. */
function operandFor(operator: ComparisonName, operand: Json, type: ValueType): Json {
  if (operator === 'exists') return true
  if (operator === 'in') return Array.isArray(operand) ? operand : isObject(operand) || typeof operand === 'boolean' || operand === null ? [''] : [operand]
  const one = Array.isArray(operand) ? (operand[0] as Json) : operand
  if (operator === 'matches' || operator === 'starts' || operator === 'ends')
    return typeof one === 'string' || (isRef(one) && operator !== 'matches') ? one : ''
  if (typeof one === 'boolean' && operator !== 'eq' && operator !== 'ne' && operator !== 'contains') return emptyValue(type)
  return one ?? emptyValue(type)
}
