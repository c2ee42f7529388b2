// Whether what is written of a template is in force.

import { Badge } from '../../kit/badge.tsx'
import { useWords } from '../../words/words.ts'

/** <StateBadge state={template.state} /> */
export function StateBadge({ state }: { readonly state: 'in force' | 'changed' | 'new' }) {
  const say = useWords('templates')
  const kinds = { 'in force': 'good', changed: 'accent', new: 'violet' } as const
  return <Badge kind={kinds[state]}>{say(`state.${state}`)}</Badge>
}
