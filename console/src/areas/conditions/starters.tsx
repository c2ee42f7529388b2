// What the builder shows while there is no condition: what one is, and a few to begin with.

import { Filter, Plus } from 'lucide-react'
import { Button } from '../../kit/button.tsx'
import { useBuilder } from './builder-context.tsx'
import type { ConditionJson } from './condition-json.ts'
import { examples } from './examples.ts'
import { newRows } from './row-forms.ts'

/** An empty builder. */
export function Starters({ onChoose }: { readonly onChoose: (condition: ConditionJson) => void }) {
  const { say, isReadOnly } = useBuilder()
  return (
    <div className="flex flex-col items-start gap-3 rounded-lg border border-dashed border-line-strong/50 p-4">
      <p className="flex max-w-prose items-start gap-2 text-base text-soft">
        <Filter aria-hidden className="mt-0.5 size-5 shrink-0" />
        {say('empty')}
      </p>
      {!isReadOnly && (
        <>
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => onChoose(newRows.event)}>
            {say('add-condition')}
          </Button>
          <p className="text-sm text-soft">{say('or-begin-with')}</p>
          <div className="flex flex-wrap gap-1.5">
            {examples.map(({ key, condition }) => (
              <Button key={key} size="small" className="max-w-full phone:whitespace-normal" onClick={() => onChoose(condition)}>
                {say(`example.${key}`)}
              </Button>
            ))}
          </div>
        </>
      )}
    </div>
  )
}
