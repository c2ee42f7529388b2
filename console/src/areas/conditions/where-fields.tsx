// What the properties of an event have to look like, outside of a condition: in triggers, ways, exits and goals. Pages show it through WhereBuilder.

import { useMemo } from 'react'
import { useWords } from '../../words/words.ts'
import { type BuilderParts, BuilderProvider } from './builder-context.tsx'
import { WhereClause } from './clauses.tsx'
import type { ConditionJson } from './condition-json.ts'
import { useVocabulary } from './use-vocabulary.ts'
import type { WhereBuilderProps } from './where-props.ts'

/** The rows, one for each property. */
export function WhereFields({ value, onChange, events, triggers, isReadOnly }: WhereBuilderProps) {
  const say = useWords('conditions')
  const vocabulary = useVocabulary(say)
  const parts = useMemo<BuilderParts>(
    () => ({
      root: undefined,
      place: 'journey',
      triggers,
      isReadOnly,
      say,
      vocabulary,
      problems: [],
      counts: new Map(),
      tried: new Map(),
      edit: () => undefined,
    }),
    [triggers, isReadOnly, say, vocabulary],
  )
  return (
    <BuilderProvider value={parts}>
      <WhereClause
        condition={value === undefined ? {} : { where: value }}
        onChange={(next) => onChange(next['where'] as ConditionJson | undefined)}
        events={events}
      />
    </BuilderProvider>
  )
}
