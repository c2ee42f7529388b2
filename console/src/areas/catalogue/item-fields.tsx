// The attributes of an item as fields, each by its kind: a line or several, a number, a day and time, yes or no, a list with one entry a line, an object as JSON.

import { Field, type FieldParts } from '../../kit/field.tsx'
import { Input, Select, Textarea } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import type { KnownAttribute, Typed } from './item-values.ts'

export interface ItemFieldsProps {
  readonly known: readonly KnownAttribute[]
  readonly typed: Typed
  /** What is wrong, by attribute. */
  readonly errors: Readonly<Record<string, string>>
  /** What an item says in another language needs nothing. */
  readonly isVariant?: true
  readonly onChange: (attribute: string, text: string) => void
}

const hinted: ReadonlySet<string> = new Set(['price', 'currency', 'stock', 'offer_ends'])
const short: ReadonlySet<string> = new Set(['number', 'boolean', 'date'])

/** <ItemFields known={attributes} typed={typed} errors={{}} onChange={…} /> */
export function ItemFields({ known, typed, errors, isVariant, onChange }: ItemFieldsProps) {
  const say = useWords('catalogue')
  return (
    <div className="grid grid-cols-2 items-start gap-x-4 gap-y-3 phone:grid-cols-1">
      {known.map(({ attribute, type, required }) => {
        const hint = hinted.has(attribute) ? say(`hint.${attribute}`) : type === 'list' ? say('hint.list') : type === 'object' ? say('hint.object') : undefined
        return (
          <Field
            key={attribute}
            label={attribute}
            className={short.has(type) || attribute === 'currency' ? '' : 'col-span-2 phone:col-span-1'}
            {...(hint === undefined ? {} : { hint })}
            optional={!required || isVariant !== undefined}
            error={errors[attribute]}
          >
            {(parts) => (
              <Control parts={parts} attribute={attribute} type={type} text={typed[attribute] ?? ''} onChange={(text) => onChange(attribute, text)} />
            )}
          </Field>
        )
      })}
    </div>
  )
}

interface ControlProps {
  readonly parts: FieldParts
  readonly attribute: string
  readonly type: string
  readonly text: string
  readonly onChange: (text: string) => void
}

function Control({ parts, attribute, type, text, onChange }: ControlProps) {
  const say = useWords('catalogue')
  const common = { ...parts, value: text, onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value) }
  switch (type) {
    case 'number':
      return <Input {...common} inputMode="decimal" autoComplete="off" />
    case 'boolean':
      return (
        <Select {...common}>
          <option value="">–</option>
          <option value="true">{say('yes')}</option>
          <option value="false">{say('no')}</option>
        </Select>
      )
    case 'date':
      return <Input {...common} type="datetime-local" />
    case 'list':
      return <Textarea {...common} rows={3} />
    case 'object':
      return <Textarea {...common} rows={4} className="font-mono" spellCheck={false} />
    case 'url':
      return <Input {...common} type="url" placeholder="https://" autoComplete="off" spellCheck={false} />
    default:
      if (attribute === 'currency') return <Input {...common} maxLength={3} autoComplete="off" placeholder="EUR" />
      return attribute === 'title' || text.length < 80 ? <Input {...common} autoComplete="off" /> : <Textarea {...common} rows={4} />
  }
}
