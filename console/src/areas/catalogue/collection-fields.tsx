// What is asked of a collection, new or not: what it is for, its currency, what its items hold, and where its feed is.

import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import {
  type AttributeAsked,
  type AttributeType,
  attributeMistake,
  attributeTypes,
  type CollectionAsked,
  isCurrency,
  isFeedUrl,
  newAttribute,
} from './collection-file.ts'

export interface CollectionFieldsProps {
  readonly asked: CollectionAsked
  readonly onChange: (asked: CollectionAsked) => void
}

/** The fields; whoever shows them asks isWhole() whether they can be kept. */
export function CollectionFields({ asked, onChange }: CollectionFieldsProps) {
  const say = useWords('catalogue')
  const change = (part: Partial<CollectionAsked>): void => onChange({ ...asked, ...part })
  return (
    <>
      <Field label={say('collection.for')} hint={say('collection.for-hint')} optional>
        {(parts) => <Input {...parts} maxLength={300} value={asked.description} onChange={({ target }) => change({ description: target.value })} />}
      </Field>
      <Field
        label={say('collection.currency')}
        hint={say('collection.currency-hint')}
        error={isCurrency(asked.currency) ? undefined : say('collection.currency-wrong')}
        optional
      >
        {(parts) => (
          <Input {...parts} maxLength={3} value={asked.currency} onChange={({ target }) => change({ currency: target.value.trim().toUpperCase() })} />
        )}
      </Field>
      <Attributes asked={asked} onChange={onChange} />
      <Field
        label={say('collection.feed')}
        hint={say('collection.feed-hint')}
        error={isFeedUrl(asked.feedUrl.trim()) ? undefined : say('collection.feed-wrong')}
        optional
      >
        {(parts) => (
          <Input
            {...parts}
            type="url"
            maxLength={2000}
            placeholder="https://myshop.example/feed.csv"
            value={asked.feedUrl}
            onChange={({ target }) => change({ feedUrl: target.value })}
          />
        )}
      </Field>
      {asked.feedUrl.trim() !== '' && (
        <Field label={say('collection.feed-at')} hint={say('collection.feed-at-hint')} optional>
          {(parts) => (
            <Input {...parts} type="time" className="max-w-40" value={asked.feedAt} onChange={({ target }) => change({ feedAt: target.value.slice(0, 5) })} />
          )}
        </Field>
      )}
    </>
  )
}

function Attributes({ asked, onChange }: CollectionFieldsProps) {
  const say = useWords('catalogue')
  const { attributes } = asked
  const set = (index: number, part: Partial<AttributeAsked>): void =>
    onChange({ ...asked, attributes: attributes.map((one, at) => (at === index ? { ...one, ...part } : one)) })
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="text-sm font-medium">{say('collection.attributes')}</legend>
      <p className="text-sm text-soft">{say('collection.attributes-hint')}</p>
      {attributes.map((attribute, index) => (
        <Attribute
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, for its name is what is being typed
          key={index}
          attribute={attribute}
          number={index + 1}
          mistake={attributeMistake(asked, index)}
          onChange={(part) => set(index, part)}
          onRemove={() => onChange({ ...asked, attributes: attributes.filter((_, at) => at !== index) })}
        />
      ))}
      <Button size="small" icon={<Plus />} className="self-start" onClick={() => onChange({ ...asked, attributes: [...attributes, newAttribute] })}>
        {say('collection.add-attribute')}
      </Button>
    </fieldset>
  )
}

interface AttributeProps {
  readonly attribute: AttributeAsked
  readonly number: number
  readonly mistake: ReturnType<typeof attributeMistake>
  readonly onChange: (part: Partial<AttributeAsked>) => void
  readonly onRemove: () => void
}

function Attribute({ attribute, number, mistake, onChange, onRemove }: AttributeProps) {
  const say = useWords('catalogue')
  const { name, type, isFound, isNeeded } = attribute
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-3">
      <div className="flex items-start gap-2">
        <Field className="min-w-0 flex-1" label={say('collection.attribute', { number })} error={mistake && say(`collection.${mistake}`)}>
          {(parts) => (
            <Input
              {...parts}
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              placeholder="category"
              value={name}
              onChange={({ target }) => onChange({ name: target.value })}
            />
          )}
        </Field>
        <Field className="w-40" label={say('collection.type')}>
          {(parts) => (
            <Select {...parts} value={type} onChange={({ target }) => onChange({ type: target.value as AttributeType })}>
              {attributeTypes.map((one) => (
                <option key={one} value={one}>
                  {say(`collection.type-of.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <IconButton label={say('collection.remove-attribute', { number })} className="mt-6" onClick={onRemove}>
          <X />
        </IconButton>
      </div>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <Checkbox label={say('collection.found')} checked={isFound} onChange={(found) => onChange({ isFound: found })} />
        <Checkbox label={say('collection.needed')} checked={isNeeded} onChange={(needed) => onChange({ isNeeded: needed })} />
      </div>
    </div>
  )
}
