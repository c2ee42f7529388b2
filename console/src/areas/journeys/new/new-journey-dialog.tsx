// A new journey: its name, what it begins with, and the template of its mails. It becomes a draft; nothing is sent before it is published.

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, useTell } from '../../../client/use-ask.ts'
import { Button } from '../../../kit/button.tsx'
import { Checkbox } from '../../../kit/check.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input } from '../../../kit/input.tsx'
import { Problem } from '../../../kit/problem.tsx'
import { pathOfNew } from '../../../shell/path-of-new.ts'
import { useWords } from '../../../words/words.ts'
import { mayHoldOut, type Recipe, recipes, recipeText, usualHoldout } from './recipes.ts'

/** The window. */
export function NewJourneyDialog({ begin, onClose }: { readonly begin: string; readonly onClose: () => void }) {
  const say = useWords('new-journey')
  const navigate = useNavigate()
  const names = useAsk('GET /schema/names', {}).data
  const [name, setName] = useState('')
  const [recipe, setRecipe] = useState<Recipe['name']>(recipes.find((one) => one.name === begin)?.name ?? 'blank')
  const [template, setTemplate] = useState('')
  const [isMeasured, setIsMeasured] = useState(true)
  const chosen = recipes.find((one) => one.name === recipe) as Recipe
  const keep = useTell('PUT /drafts', { refreshes: ['/definitions'] })
  const folder = useAsk('GET /definitions', {}).data
  const journey = name.trim()
  const path = pathOfNew('journeys', journey)
  const isTaken = folder?.files.some((file) => file.path === path || file.holds.some((one) => one.kind === 'journey' && one.name === journey)) === true
  const isNamed = journey !== '' && !isTaken
  const create = (): void => {
    const text = recipeText(chosen, { name: journey, template, isMeasured })
    keep.mutate(
      { body: { path, text, base: null, revision: 0 } },
      {
        onSuccess: () => {
          onClose()
          void navigate({ to: '/journeys/$journey', params: { journey } as never })
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('title')}
      description={say('about')}
      actions={
        <>
          <Button onClick={onClose}>{say('cancel')}</Button>
          <Button kind="primary" disabled={!isNamed} isBusy={keep.isPending} onClick={create}>
            {say('create')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isNamed) create()
        }}
      >
        <Field label={say('name')} hint={say('name-hint')} {...(isTaken ? { error: say('name-taken') } : {})}>
          {(parts) => <Input {...parts} value={name} maxLength={100} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
        </Field>
        <fieldset className="m-0 border-0 p-0">
          <legend className="mb-1 p-0 text-sm font-medium">{say('begin-with')}</legend>
          <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
            {recipes.map((one) => (
              <label key={one.name} className="flex cursor-pointer gap-2 rounded-md border border-line p-2.5 has-checked:border-accent has-checked:bg-tint">
                <input
                  type="radio"
                  name="recipe"
                  value={one.name}
                  checked={recipe === one.name}
                  onChange={() => setRecipe(one.name)}
                  className="mt-1 self-start"
                />
                <span>
                  <span className="block text-base font-medium">{say(`recipe.${one.name}`)}</span>
                  <span className="block text-sm text-soft">{say(`recipe-about.${one.name}`)}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field label={say('template')} hint={say('template-hint')} optional>
          {(parts) => (
            <Combobox {...parts} value={template} onChange={setTemplate} suggestions={(names?.templates ?? []).map((one) => ({ value: one.name }))} isFree />
          )}
        </Field>
        {mayHoldOut(chosen) && (
          <Checkbox label={say('measure', { percent: usualHoldout })} hint={say('measure-hint')} checked={isMeasured} onChange={setIsMeasured} />
        )}
        {keep.error !== null && <Problem problem={keep.error} />}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
