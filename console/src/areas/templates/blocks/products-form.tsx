// The fields of a list of products: where its items come from, how many, and what is shown of each.

import { useContext, useState } from 'react'
import { Button } from '../../../kit/button.tsx'
import { Checkbox } from '../../../kit/check.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { ChoiceField } from './fields.tsx'
import { PickDialog, PickingContext, pickOf, usePickWords } from './pick-dialog.tsx'
import { PlaceholdersContext } from './placeholder-dialog.tsx'
import { type Products, productRows } from './products.ts'

export interface ProductsFormProps {
  readonly products: Products
  readonly isLocked: boolean
  readonly write: (inside: string) => void
}

const another = 'another'

/** The fields. */
export function ProductsForm({ products, isLocked, write }: ProductsFormProps) {
  const say = useWords('templates')
  const picking = useContext(PickingContext)
  const [asked, setAsked] = useState<{ readonly name: string | undefined } | undefined>()
  const change = (part: Partial<Products>): void => write(`\n${productRows({ ...products, ...part })}\n`)
  const setFrom = (from: string): void => change({ from, ...(from === 'cart.items' ? {} : { hasQuantity: false }) })
  const picked = products.from.startsWith('catalogue.') ? products.from.slice('catalogue.'.length) : undefined
  const box = (key: 'hasPictures' | 'hasQuantity' | 'hasPrices', label: string) => (
    <Checkbox label={say(label)} checked={products[key]} disabled={isLocked} onChange={(value) => change({ [key]: value })} />
  )
  return (
    <>
      <ChoiceField
        label={say('blocks.from')}
        hint={say('blocks.from-hint')}
        value={products.from}
        choices={[...useSources(), ...(picking.collections.length > 0 ? [[another, say('picks.another')] as const] : [])]}
        isLocked={isLocked}
        onChange={(from) => (from === another ? setAsked({ name: undefined }) : setFrom(from))}
      />
      {picked !== undefined && pickOf(picked, picking) !== undefined && (
        <div>
          <Button size="small" disabled={isLocked} onClick={() => setAsked({ name: picked })}>
            {say('picks.change')}
          </Button>
        </div>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Field label={say('blocks.at-most')}>
          {(parts) => (
            <Input
              {...parts}
              type="number"
              min={1}
              max={50}
              readOnly={isLocked}
              value={products.limit}
              onChange={({ target }) => change({ limit: Math.min(50, Math.max(1, Number.parseInt(target.value, 10) || 1)) })}
            />
          )}
        </Field>
        {products.hasPrices && picked === undefined && (
          <CurrencyField currency={products.currency} isLocked={isLocked} onChange={(currency) => change({ currency })} />
        )}
      </div>
      {box('hasPictures', 'blocks.with-pictures')}
      {box('hasPrices', 'blocks.with-prices')}
      {products.from === 'cart.items' && box('hasQuantity', 'blocks.with-quantity')}
      {asked !== undefined && (
        <PickDialog
          name={asked.name}
          onClose={() => setAsked(undefined)}
          onPicked={(name, entries) => {
            if (asked.name === undefined) setFrom(`catalogue.${name}`)
            picking.keep(entries)
            setAsked(undefined)
          }}
        />
      )}
    </>
  )
}

/** The lists that there are, with what they are called. */
function useSources(): readonly (readonly [string, string])[] {
  const say = useWords('templates')
  const inWords = usePickWords()
  const { lookups } = useContext(PickingContext)
  const all = useContext(PlaceholdersContext)
  const seen = all.flatMap(({ path }) => /^((?:catalogue\.\w+|trigger\.[\w.]+|cart\.items))\[0\]\./.exec(path)?.[1] ?? [])
  const picked = Object.entries(lookups).flatMap(([name, lookup]) => (lookup['id'] === undefined ? [`catalogue.${name}`] : []))
  return [...new Set(['cart.items', ...picked, ...seen])].map((from) => {
    const [root, ...rest] = from.split('.')
    const name = rest.join('.')
    if (root === 'cart') return [from, say('blocks.from-cart')]
    return [from, say(root === 'catalogue' ? 'blocks.from-catalogue' : 'blocks.from-event', { name: (root === 'catalogue' && inWords(name)) || name })]
  })
}

function CurrencyField({
  currency,
  isLocked,
  onChange,
}: {
  readonly currency: string
  readonly isLocked: boolean
  readonly onChange: (currency: string) => void
}) {
  const say = useWords('templates')
  return (
    <Field label={say('blocks.currency')}>
      {(parts) => (
        <Input
          {...parts}
          maxLength={3}
          readOnly={isLocked}
          defaultValue={currency}
          key={currency}
          onChange={({ target }) => /^[A-Za-z]{3}$/.test(target.value) && onChange(target.value.toUpperCase())}
        />
      )}
    </Field>
  )
}
