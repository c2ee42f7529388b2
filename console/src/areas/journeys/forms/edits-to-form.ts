// How a part of a journey becomes one of another form.

import type { Edit } from '../journey-text.ts'
import type { Path, Value } from '../step-tree.ts'
import type { Form } from './forms.ts'

/** What turns a part into one of another form: its own keys go, what others share stays. */
export function editsToForm({
  path,
  value,
  from,
  to,
}: {
  readonly path: Path
  readonly value: Value
  readonly from: Form
  readonly to: Form
}): readonly Edit[] {
  const own = new Set([...from.fields.map((field) => String(field.path[0])), ...Object.keys(from.begins)])
  const gone = [...own].filter((key) => Object.hasOwn(value, key) && !Object.hasOwn(to.begins, key) && key !== 'steps')
  const steps = value['steps'] ?? value['else']
  const edits: Edit[] = gone.map((key) => ({ do: 'remove', path: [...path, key] }))
  for (const [key, next] of Object.entries(to.begins)) edits.push({ do: 'set', path: [...path, key], value: next })
  if (to.name === 'case-else') return [{ do: 'set', path, value: { else: steps ?? [] } }]
  if (from.name === 'case-else') return [{ do: 'set', path, value: { ...to.begins, steps: steps ?? [] } }]
  return edits
}
