// What is filled in for each reader: chosen from what is known of people, their events, the cart and the catalogue, with a value that was really there.

import { createContext, useContext, useState } from 'react'
import type { AnswerOf } from '../../../client/ask.ts'
import { Button } from '../../../kit/button.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'

export type Placeholder = AnswerOf<'GET /templates/{template}/placeholders'>['placeholders'][number]

/** What there is to choose from; the editor gives it. */
export const PlaceholdersContext = createContext<readonly Placeholder[]>([])

export interface PlaceholderDialogProps {
  readonly onChoose: (liquid: string) => void
  readonly onClose: () => void
}

const looks = ['plain', 'money', 'day', 'day-and-time'] as const
type Look = (typeof looks)[number]
const filters: Readonly<Record<Look, string>> = { plain: '', money: " | money: 'EUR'", day: " | date: 'long'", 'day-and-time': ' | day_and_time' }

/** The window. */
export function PlaceholderDialog({ onChoose, onClose }: PlaceholderDialogProps) {
  const say = useWords('templates')
  const formats = useFormats()
  const all = useContext(PlaceholdersContext)
  const [path, setPath] = useState('')
  const [missing, setMissing] = useState('')
  const [look, setLook] = useState<Look>('plain')
  const chosen = all.find((one) => one.path === path)
  const liquid = liquidOf(path, { missing, look })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={say('blocks.placeholder')}
      description={say('blocks.placeholder-about')}
      actions={
        <Button kind="primary" disabled={chosen === undefined} onClick={() => onChoose(liquid)}>
          {say('blocks.insert')}
        </Button>
      }
    >
      <div className="flex min-h-80 flex-col gap-4">
        <Field label={say('blocks.what')} hint={chosen?.example == null ? say('blocks.what-hint') : say('blocks.such-as', { example: chosen.example })}>
          {(parts) => (
            <Combobox
              {...parts}
              value={path}
              onChange={setPath}
              suggestions={shownOnes(all).map((one) => ({
                value: one.path,
                label: one.path,
                detail: one.share === null ? one.example?.slice(0, 24) : formats.percent(one.share),
              }))}
            />
          )}
        </Field>
        {chosen?.type === 'number' || chosen?.type === 'date' ? (
          <Field label={say('blocks.look')}>
            {(parts) => (
              <Select {...parts} value={look} onChange={({ target }) => setLook(target.value as Look)}>
                {looks
                  .filter((one) => one === 'plain' || (chosen.type === 'number') === (one === 'money'))
                  .map((one) => (
                    <option key={one} value={one}>
                      {say(`blocks.looks.${one}`)}
                    </option>
                  ))}
              </Select>
            )}
          </Field>
        ) : (
          <Field label={say('blocks.missing')} hint={say('blocks.missing-hint')}>
            {(parts) => <Input {...parts} value={missing} onChange={({ target }) => setMissing(target.value)} />}
          </Field>
        )}
      </div>
    </Dialog>
  )
}

/** Of lists only a loop can show something, and of some fields there is nothing to read. */
function shownOnes(all: readonly Placeholder[]): readonly Placeholder[] {
  return all.filter(({ path, type }) => !path.includes('[0]') && type !== 'list' && type !== 'object' && !path.startsWith('brand.'))
}

function liquidOf(path: string, { missing, look }: { readonly missing: string; readonly look: Look }): string {
  const text = missing.trim().replaceAll(/[{}%'"]/g, '')
  return `{{ ${path}${filters[look]}${text === '' || look !== 'plain' ? '' : ` | default: '${text}'`} }}`
}
