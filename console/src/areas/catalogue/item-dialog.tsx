// An item as a form: a field for each attribute of its kind, what it says in other languages, and its picture. A new one, or one that is there; what the server has
// against it stands at the field that it is about.

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { type AnswerOf, ask } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { useWork } from '../../client/use-work.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useLanguageNames } from '../../words/language-names.ts'
import { useWords } from '../../words/words.ts'
import { saidWords } from '../decisions/said-words.ts'
import type { Said } from '../decisions/told.ts'
import { useTongue } from '../decisions/tongue.ts'
import { ItemFields } from './item-fields.tsx'
import { type Typed, translatedOf, typedOf, type Values, valuesOf } from './item-values.ts'
import { TypedPicture } from './typed-picture.tsx'

export interface ItemDialogProps {
  readonly collection: AnswerOf<'GET /catalogue'>['collections'][number]
  /** The one that is changed. */
  readonly item?: { readonly id: string; readonly attributes: Values }
  readonly onClose: () => void
}

type Languages = Readonly<Record<string, Typed>>

/** Open as long as it stands in the page. */
export function ItemDialog({ collection, item, onClose }: ItemDialogProps) {
  const say = useWords('catalogue')
  const tongue = useTongue()
  const known = collection.attributes
  const { locales: told, ...was } = (item?.attributes ?? {}) as Values & { readonly locales?: Readonly<Record<string, Values>> }
  const [id, setId] = useState(item?.id ?? '')
  const [typed, setTyped] = useState(() => typedOf(was, known))
  const [languages, setLanguages] = useState<Languages>(() => languagesOf(told ?? {}, translatedOf(known)))
  const [refused, setRefused] = useState<Said>()
  const [isTaken, setTaken] = useState(false)
  const put = useTell('POST /catalogue/{collection}/items', { refreshes: ['/catalogue'] })
  const { isBusy, problem, work } = useWork()
  const locales = Object.entries(languages).map(
    ([locale, texts]) => [locale, valuesOf(texts, { known: translatedOf(known), was: told?.[locale] ?? {} })] as const,
  )
  const spoken = locales.filter(([, values]) => Object.keys(values).length > 0)
  const raw = { ...valuesOf(typed, { known, was }), ...(spoken.length === 0 ? {} : { locales: Object.fromEntries(spoken) }), id: id.trim() }
  const save = (): Promise<void> =>
    work(async () => {
      setRefused(undefined)
      if (item === undefined && (await isThere(collection.collection, raw.id))) return setTaken(true)
      const answer = await put.mutateAsync({ params: { collection: collection.collection }, body: { items: [raw] } })
      const [first] = answer.refused
      if (first !== undefined) return setRefused(first.said as Said)
      toast(say(item === undefined ? 'item-added' : 'item-changed', { id: raw.id }))
      onClose()
    })
  // In another language it is the attribute of that language: said below all of them.
  const field = typeof refused?.values['field'] === 'string' ? refused.values['field'] : undefined
  const errors = refused !== undefined && field !== undefined ? { [field]: saidWords(refused, tongue) } : {}
  const isAtField = field !== undefined && known.some(({ attribute }) => attribute === field)
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={say(item === undefined ? 'new-item' : 'change-item')}
      {...(collection.feedUrl === null ? {} : { description: say('item-of-feed', { at: collection.feedAt ?? '' }) })}
      size="wide"
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" disabled={raw.id === ''} isBusy={isBusy} onClick={() => void save()}>
            {say('save-item')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-2">
        {item === undefined && (
          <Field label="id" hint={say('item-id-hint')} error={isTaken ? say('item-taken') : undefined}>
            {(parts) => (
              <Input
                {...parts}
                required
                maxLength={256}
                autoComplete="off"
                spellCheck={false}
                value={id}
                onChange={({ target }) => {
                  setTaken(false)
                  setId(target.value)
                }}
              />
            )}
          </Field>
        )}
        <ItemFields
          known={known}
          typed={typed}
          errors={errors}
          onChange={(attribute, text) => {
            if (attribute === field) setRefused(undefined)
            setTyped({ ...typed, [attribute]: text })
          }}
        />
        <TypedPicture collection={collection.collection} image={typed['image'] ?? ''} title={typed['title'] ?? ''} />
        <Languages languages={languages} known={translatedOf(known)} onChange={setLanguages} />
        {refused !== undefined && !isAtField && (
          <p role="alert" className="text-sm text-bad">
            {saidWords(refused, tongue)}
          </p>
        )}
        {problem !== undefined && <Problem problem={problem} />}
      </div>
    </Dialog>
  )
}

async function isThere(collection: string, id: string): Promise<boolean> {
  try {
    await ask('GET /catalogue/{collection}/items/{id}', { params: { collection, id } })
    return true
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'not-found') return false
    throw error
  }
}

function languagesOf(told: Readonly<Record<string, Values>>, known: ReturnType<typeof translatedOf>): Languages {
  return Object.fromEntries(Object.entries(told).map(([locale, values]) => [locale, typedOf(values, known)]))
}

interface LanguagesProps {
  readonly languages: Languages
  readonly known: ReturnType<typeof translatedOf>
  readonly onChange: (languages: Languages) => void
}

function Languages({ languages, known, onChange }: LanguagesProps) {
  const say = useWords('catalogue')
  const nameOf = useLanguageNames()
  const [next, setNext] = useState('')
  const tag = next.trim()
  const isNew = /^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(tag) && !Object.hasOwn(languages, tag)
  return (
    <>
      {Object.entries(languages).map(([locale, typed]) => (
        <fieldset key={locale} className="flex flex-col gap-3 rounded-md border border-line p-3">
          <legend className="px-1 text-sm font-medium">{say('in-language', { locale: nameOf(locale) })}</legend>
          <ItemFields
            known={known}
            typed={typed}
            errors={{}}
            isVariant
            onChange={(attribute, text) => onChange({ ...languages, [locale]: { ...typed, [attribute]: text } })}
          />
        </fieldset>
      ))}
      <div className="flex items-end gap-2">
        <Field label={say('item-language')} className="w-48">
          {(parts) => <Input {...parts} maxLength={20} placeholder="de" autoComplete="off" value={next} onChange={({ target }) => setNext(target.value)} />}
        </Field>
        <Button
          icon={<Plus />}
          disabled={!isNew}
          onClick={() => {
            onChange({ ...languages, [tag]: {} })
            setNext('')
          }}
        >
          {say('add-language')}
        </Button>
      </div>
    </>
  )
}
