// Who sees a block: people of a segment, people for whom a condition holds, people of whom something is known, or everybody but them.

import { useContext, useState } from 'react'
import { useAsk } from '../../../client/use-ask.ts'
import { Button } from '../../../kit/button.tsx'
import { Combobox } from '../../../kit/combobox.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { Field } from '../../../kit/field.tsx'
import { Input, Select } from '../../../kit/input.tsx'
import { useWords } from '../../../words/words.ts'
import type { ConditionJson } from '../../conditions/condition-builder.tsx'
import { type BlockConditions, ConditionFields, freeName, isComplete } from './condition-fields.tsx'
import { PlaceholdersContext } from './placeholder-dialog.tsx'
import { type ShownIf, writeShownIf } from './show-if.ts'

export interface ShowIfDialogProps {
  readonly value: ShownIf | undefined
  /** The conditions of the template. */
  readonly conditions: BlockConditions
  /** `condition`: what the one that it asks says now. */
  readonly onChoose: (tags: { readonly open: string; readonly close: string }, condition?: { readonly name: string; readonly value: ConditionJson }) => void
  readonly onClose: () => void
}

const first: ShownIf = { by: 'segment', segment: '', isNot: false }

/** The window. */
export function ShowIfDialog({ value, conditions, onChoose, onClose }: ShowIfDialogProps) {
  const say = useWords('templates')
  const [shown, setShown] = useState<ShownIf>(value ?? first)
  const [condition, setCondition] = useState(shown.by === 'condition' ? conditions[shown.condition] : undefined)
  const isAsked = shown.by === 'condition'
  const tags = isAsked && !isComplete(shown, condition) ? undefined : writeShownIf(shown)
  const choose = (): void => {
    if (tags === undefined) return
    if (isAsked && condition !== undefined) onChoose(tags, { name: shown.condition, value: condition })
    else onChoose(tags)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size={isAsked ? 'wide' : 'normal'}
      title={say('blocks.show-if')}
      description={say('blocks.show-if-about')}
      actions={
        <Button kind="primary" disabled={tags === undefined} onClick={choose}>
          {say('blocks.done')}
        </Button>
      }
    >
      <div className="flex min-h-80 flex-col gap-4">
        <Field label={say('blocks.by')}>
          {(parts) => (
            <Select {...parts} value={shown.by} onChange={({ target }) => setShown(beginning(target.value as ShownIf['by'], conditions))}>
              {(['segment', 'condition', 'field', ...(shown.by === 'liquid' ? ['liquid' as const] : [])] as const).map((by) => (
                <option key={by} value={by}>
                  {say(`blocks.bys.${by}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {shown.by === 'segment' && <SegmentFields shown={shown} onChange={setShown} />}
        {shown.by === 'condition' && <ConditionFields shown={shown} onChange={setShown} known={conditions} value={condition} onValue={setCondition} />}
        {shown.by === 'field' && <FieldFields shown={shown} onChange={setShown} />}
        {shown.by === 'liquid' && (
          <Field label={say('blocks.bys.liquid')} hint={say('blocks.liquid-hint')}>
            {(parts) => <Input {...parts} value={shown.text} onChange={({ target }) => setShown({ by: 'liquid', text: target.value })} />}
          </Field>
        )}
      </div>
    </Dialog>
  )
}

function beginning(by: ShownIf['by'], conditions: BlockConditions): ShownIf {
  if (by === 'condition') return { by, condition: freeName(conditions), isNot: false }
  if (by === 'field') return { by, path: '', is: 'there', value: '' }
  return by === 'liquid' ? { by, text: '' } : first
}

type Of<By extends ShownIf['by']> = Extract<ShownIf, { readonly by: By }>

function SegmentFields({ shown, onChange }: { readonly shown: Of<'segment'>; readonly onChange: (shown: ShownIf) => void }) {
  const say = useWords('templates')
  const { data } = useAsk('GET /segments', {})
  return (
    <>
      <Field label={say('blocks.who')}>
        {(parts) => (
          <Select {...parts} value={shown.isNot ? 'not' : 'in'} onChange={({ target }) => onChange({ ...shown, isNot: target.value === 'not' })}>
            <option value="in">{say('blocks.who-in')}</option>
            <option value="not">{say('blocks.who-not')}</option>
          </Select>
        )}
      </Field>
      <Field label={say('blocks.segment')} hint={say('blocks.segment-hint')}>
        {(parts) => (
          <Combobox
            {...parts}
            value={shown.segment}
            onChange={(segment) => onChange({ ...shown, segment })}
            suggestions={(data?.segments ?? []).map(({ segment }) => ({ value: segment }))}
          />
        )}
      </Field>
    </>
  )
}

function FieldFields({ shown, onChange }: { readonly shown: Of<'field'>; readonly onChange: (shown: ShownIf) => void }) {
  const say = useWords('templates')
  const all = useContext(PlaceholdersContext)
  return (
    <>
      <Field label={say('blocks.what')} hint={say('blocks.field-hint')}>
        {(parts) => (
          <Combobox
            {...parts}
            isFree
            value={shown.path}
            onChange={(path) => onChange({ ...shown, path })}
            suggestions={all.filter(({ path }) => !path.includes('[0]') && !path.startsWith('brand.')).map(({ path }) => ({ value: path }))}
          />
        )}
      </Field>
      <Field label={say('blocks.is')}>
        {(parts) => (
          <Select {...parts} value={shown.is} onChange={({ target }) => onChange({ ...shown, is: target.value as Of<'field'>['is'] })}>
            {(['there', 'missing', 'equal', 'other'] as const).map((is) => (
              <option key={is} value={is}>
                {say(`blocks.iss.${is}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {(shown.is === 'equal' || shown.is === 'other') && (
        <Field label={say('blocks.value')}>
          {(parts) => <Input {...parts} value={shown.value} onChange={({ target }) => onChange({ ...shown, value: target.value })} />}
        </Field>
      )}
    </>
  )
}
