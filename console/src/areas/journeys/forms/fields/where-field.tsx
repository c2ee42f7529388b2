// What the properties of an event have to look like for it to count.

import type { ConditionJson } from '../../../conditions/condition-builder.tsx'
import { WhereBuilder } from '../../../conditions/where-builder.tsx'
import { FieldGroup } from './field-group.tsx'
import type { FieldProps } from './field-props.ts'
import { useTyped } from './use-typed.ts'

interface WhereProps extends FieldProps {
  readonly events: readonly string[]
  readonly triggers: readonly string[]
}

/** The field. */
export function WhereField({ label, hint, isOptional, value, onChange, isLocked, events, triggers }: WhereProps) {
  const written = value as ConditionJson | undefined
  const typed = useTyped<ConditionJson | null>(written ?? null, (next) => {
    // A row whose property has no name yet is none.
    const named = Object.fromEntries(Object.entries(next ?? {}).filter(([path]) => path.trim() !== ''))
    const meant = Object.keys(named).length === 0 ? undefined : named
    if (JSON.stringify(meant) !== JSON.stringify(written)) onChange(meant)
  })
  return (
    <FieldGroup label={label} hint={hint} isOptional={isOptional} onLeave={typed.done}>
      <WhereBuilder value={typed.now ?? undefined} onChange={(next) => typed.change(next ?? null)} events={events} triggers={triggers} isReadOnly={isLocked} />
    </FieldGroup>
  )
}
