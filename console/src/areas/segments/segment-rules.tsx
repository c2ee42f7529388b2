// The rules of a segment: what it is for, and the builder.

import { Field } from '../../kit/field.tsx'
import { Input } from '../../kit/input.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { ConditionBuilder } from '../conditions/condition-builder.tsx'
import type { SegmentEdit } from './segment-page-parts.ts'
import type { OpenSegment } from './use-segment.ts'

interface Props {
  readonly open: OpenSegment
  readonly shown: SegmentEdit
  readonly onChange: (edit: SegmentEdit) => void
}

/** What is on the first tab. */
export function SegmentRules({ open, shown, onChange }: Props) {
  const say = useWords('segments')
  const mayNot = useMay('editor')
  const isReadOnly = mayNot !== undefined || open.locked !== null
  return (
    <>
      {open.locked !== null && <p className="mb-3 rounded-md bg-sunken px-3 py-2 text-base">{open.locked}</p>}
      <Field label={say('description')} hint={say('description-hint')} optional className="mb-4 max-w-xl">
        {(parts) => (
          <Input
            {...parts}
            value={shown.description}
            maxLength={500}
            readOnly={isReadOnly}
            onChange={(event) => onChange({ ...shown, description: event.target.value })}
          />
        )}
      </Field>
      <h2 className="mb-2 text-lg font-semibold">{say('who')}</h2>
      <ConditionBuilder
        value={shown.condition}
        onChange={(condition) => onChange({ ...shown, condition })}
        place="segment"
        aside="beside"
        isReadOnly={isReadOnly}
        label={say('who')}
      />
    </>
  )
}
