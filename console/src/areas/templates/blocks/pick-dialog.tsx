// The window in which somebody says what a list of a mail picks from the catalogue for each reader.

import { createContext, useContext, useState } from 'react'
import { Button } from '../../../kit/button.tsx'
import { Checkbox } from '../../../kit/check.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import { freePickName, type Lookup, type Lookups, type Pick, type PickFrom, readPick, usualPick, whatsOf, withsOf, writePick } from './picks.ts'

export interface Picking {
  readonly lookups: Lookups
  readonly collections: readonly PickFrom[]
  /** Puts entries among the lookups of the template, in this order; undefined takes one away. */
  readonly keep: (entries: readonly (readonly [string, Lookup | undefined])[]) => void
}

/** The lookups of the template that is open; the editor gives them. */
export const PickingContext = createContext<Picking>({ lookups: {}, collections: [], keep: () => {} })

/** What a lookup says in a few words; undefined for one that was written by hand or is one item. */
export function usePickWords(): (name: string) => string | undefined {
  const say = useWords('templates')
  const { lookups, collections } = useContext(PickingContext)
  return (name) => {
    const pick = pickOf(name, { lookups, collections })
    if (pick === undefined) return undefined
    if (pick.what === 'where') return say('picks.said.where', { attribute: pick.attribute, value: pick.value || say('picks.value-of-event') })
    const what = say(`picks.whats.${pick.what}`)
    return pick.what.endsWith('together') ? `${what} ${say(`picks.withs.${pick.with}`)}` : what
  }
}

/** The choice that a lookup was written from. */
export function pickOf(name: string, { lookups, collections }: Omit<Picking, 'keep'>): Pick | undefined {
  const lookup = Object.hasOwn(lookups, name) ? lookups[name] : undefined
  const from = collections.find(({ collection }) => collection === lookup?.['from'])
  return from === undefined ? undefined : readPick(lookup, { from, lookups })
}

export interface PickDialogProps {
  /** Which lookup is changed; undefined for a new one. */
  readonly name: string | undefined
  /** Told the name of the list, and what has to be kept for it. */
  readonly onPicked: (name: string, entries: readonly (readonly [string, Lookup])[]) => void
  readonly onClose: () => void
}

/** The window. */
export function PickDialog({ name, onPicked, onClose }: PickDialogProps) {
  const say = useWords('templates')
  const { lookups, collections } = useContext(PickingContext)
  const [typed, setPick] = useState<Pick | undefined>(name === undefined ? undefined : pickOf(name, { lookups, collections }))
  const [first] = collections
  const pick = typed ?? (first === undefined ? undefined : usualPick(first))
  const from = collections.find(({ collection }) => collection === pick?.collection)
  const change = (part: Partial<Pick>): void => setPick(pick === undefined ? undefined : { ...pick, ...part })
  const done = (): void => {
    if (pick === undefined || from === undefined) return
    const called = name ?? freePickName(lookups)
    onPicked(called, writePick(pick, { name: called, from, lookups }))
  }
  const isPickable = from !== undefined && whatsOf(from).length > 0
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={say('picks.title')}
      description={say('picks.about')}
      actions={
        <Button kind="primary" disabled={!isPickable} onClick={done}>
          {say('blocks.done')}
        </Button>
      }
    >
      {pick === undefined || from === undefined ? (
        <p>{say('picks.no-collection')}</p>
      ) : (
        <div className="flex flex-col gap-4">
          {collections.length > 1 && (
            <Field label={say('picks.collection')}>
              {(parts) => (
                <Select
                  {...parts}
                  value={pick.collection}
                  onChange={({ target }) => {
                    const next = collections.find(({ collection }) => collection === target.value)
                    if (next !== undefined) setPick(usualPick(next))
                  }}
                >
                  {collections.map(({ collection }) => (
                    <option key={collection} value={collection}>
                      {collection}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          {isPickable ? <PickFields pick={pick} from={from} onChange={change} /> : <p>{say('picks.no-way', { collection: pick.collection })}</p>}
        </div>
      )}
    </Dialog>
  )
}

interface PickFieldsProps {
  readonly pick: Pick
  readonly from: PickFrom
  readonly onChange: (part: Partial<Pick>) => void
}

function PickFields({ pick, from, onChange }: PickFieldsProps) {
  const say = useWords('templates')
  const isTogether = pick.what.endsWith('together')
  return (
    <>
      <Field label={say('picks.what')} hint={say(`picks.hints.${pick.what}`)}>
        {(parts) => (
          <Select {...parts} value={pick.what} onChange={({ target }) => onChange({ what: target.value as Pick['what'] })}>
            {whatsOf(from).map((what) => (
              <option key={what} value={what}>
                {say(`picks.${isOpen(what) ? 'open' : 'whats'}.${what}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isTogether && (
        <Field label={say('picks.with')} hint={say('picks.with-hint')}>
          {(parts) => (
            <Select {...parts} value={pick.with} onChange={({ target }) => onChange({ with: target.value as Pick['with'] })}>
              {withsOf(from).map((one) => (
                <option key={one} value={one}>
                  {say(`picks.withs.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {pick.what === 'where' && <WhereFields pick={pick} from={from} onChange={onChange} />}
      <Checkbox label={say('picks.in-stock')} checked={pick.inStock} onChange={(inStock) => onChange({ inStock })} />
      {from.boughtId !== null && pick.what !== 'bought' && (
        <Checkbox label={say('picks.without-bought')} checked={pick.withoutBought} onChange={(withoutBought) => onChange({ withoutBought })} />
      )}
      <Checkbox label={say('picks.without-cart')} checked={pick.withoutCart} onChange={(withoutCart) => onChange({ withoutCart })} />
      <Checkbox label={say('picks.required')} hint={say('picks.required-hint')} checked={pick.isRequired} onChange={(isRequired) => onChange({ isRequired })} />
    </>
  )
}

/** Whose words end where what it goes together with is named. */
const isOpen = (what: Pick['what']): boolean => what.endsWith('together') || what === 'where'

function WhereFields({ pick, from, onChange }: PickFieldsProps) {
  const say = useWords('templates')
  return (
    <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
      <Field label={say('picks.attribute')}>
        {(parts) => (
          <Select {...parts} value={pick.attribute} onChange={({ target }) => onChange({ attribute: target.value })}>
            {from.attributes
              .filter(({ find }) => find)
              .map(({ attribute }) => (
                <option key={attribute} value={attribute}>
                  {attribute}
                </option>
              ))}
          </Select>
        )}
      </Field>
      <Field label={say('picks.value')} hint={say('picks.value-hint')}>
        {(parts) => <Input {...parts} value={pick.value} onChange={({ target }) => onChange({ value: target.value })} />}
      </Field>
    </div>
  )
}
