// Somebody made up: what is known about them, and what they do when.

import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../../kit/button.tsx'
import { useWords } from '../../../words/words.ts'
import { lengthMs } from '../../conditions/durations.ts'
import { DurationField } from '../forms/fields/duration-field.tsx'
import { EntriesField } from '../forms/fields/entries-field.tsx'
import { NamedField } from '../forms/fields/named-field.tsx'
import { useKnown } from '../forms/use-known.ts'

interface Doing {
  readonly name: string
  /** After the one before, as durations are written. */
  readonly after: string
  readonly properties: Readonly<Record<string, unknown>>
}

export interface MadeUp {
  /** `at`: after the beginning. */
  readonly events: readonly { readonly name: string; readonly at: number; readonly properties: Readonly<Record<string, unknown>> }[]
  readonly attributes: Readonly<Record<string, unknown>>
}

interface FormProps {
  readonly isBusy: boolean
  /** Events that let people in. */
  readonly triggers: readonly string[]
  readonly onTry: (madeUp: MadeUp) => void
}

/** The form. */
export function MadeUpForm({ isBusy, triggers, onTry }: FormProps) {
  const say = useWords('journeys')
  const known = useKnown({ steps: [], triggers, part: undefined })
  const [doings, setDoings] = useState<readonly Doing[]>([{ name: triggers[0] ?? '', after: '', properties: {} }])
  const [attributes, setAttributes] = useState<Readonly<Record<string, unknown>>>({})
  const change = (index: number, next: Partial<Doing>): void => setDoings(doings.map((one, at) => (at === index ? { ...one, ...next } : one)))
  const go = (): void => {
    let at = 0
    const events = doings
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, after, properties }, index) => {
        at += index === 0 ? 0 : lengthMs(after)
        return { name: name.trim(), at, properties }
      })
    if (events.length > 0) onTry({ events, attributes })
  }
  return (
    <div className="flex flex-col gap-3">
      <EntriesField
        label={say('walk.attributes')}
        hint={say('walk.attributes-hint')}
        isOptional
        kind="plain"
        value={attributes}
        onChange={(next) => setAttributes((next ?? {}) as typeof attributes)}
        isLocked={false}
        names={known.attributes}
        ofEvent={[]}
        ofPerson={[]}
      />
      <ol className="m-0 flex list-none flex-col gap-3 p-0">
        {doings.map((doing, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what somebody does keeps its fields while it is typed
          <li key={index} className="m-0 flex flex-col gap-2 rounded-md border border-line p-3">
            <div className="flex items-center justify-between">
              <span className="text-sm font-medium text-soft">{say('walk.doing', { number: index + 1 })}</span>
              {doings.length > 1 && (
                <IconButton label={say('walk.remove-doing', { number: index + 1 })} size="small" onClick={() => setDoings(doings.toSpliced(index, 1))}>
                  <X aria-hidden />
                </IconButton>
              )}
            </div>
            <NamedField
              label={say('walk.event')}
              hint={say('walk.event-hint')}
              isOptional={false}
              value={doing.name}
              onChange={(name) => change(index, { name: String(name ?? '') })}
              isLocked={false}
              suggestions={known.named('events')}
            />
            {index > 0 && (
              <DurationField
                label={say('walk.after')}
                hint={say('walk.after-hint')}
                isOptional={false}
                value={doing.after}
                onChange={(after) => change(index, { after: String(after ?? '') })}
                isLocked={false}
              />
            )}
            <EntriesField
              label={say('walk.properties')}
              hint={say('walk.properties-hint')}
              isOptional
              kind="plain"
              value={doing.properties}
              onChange={(next) => change(index, { properties: (next ?? {}) as Doing['properties'] })}
              isLocked={false}
              names={known.propertiesOf([doing.name])}
              ofEvent={[]}
              ofPerson={[]}
            />
          </li>
        ))}
      </ol>
      <div className="flex gap-2">
        <Button onClick={go} isBusy={isBusy}>
          {say('walk.try')}
        </Button>
        <Button kind="quiet" icon={<Plus aria-hidden />} onClick={() => setDoings([...doings, { name: '', after: '1d', properties: {} }])}>
          {say('walk.add-doing')}
        </Button>
      </div>
    </div>
  )
}
