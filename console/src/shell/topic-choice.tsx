// Choosing a topic, or making one: those that are known, with what people read about them. A new one is put into the draft of the file that holds the
// workspace; it holds once that is published.

import { Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { Combobox, type Suggestion } from '../kit/combobox.tsx'
import type { FieldParts } from '../kit/field.tsx'
import { lazy } from '../kit/lazy.ts'
import { toast } from '../kit/toast.tsx'
import { useWords } from '../words/words.ts'
import { putIntoWorkspace } from './put-into-workspace.ts'
import { useMay } from './session.ts'
import { useTopics } from './use-topics.ts'

const Making = lazy(async () => ({ default: (await import('./new-topic-dialog.tsx')).NewTopicDialog }))

export interface TopicChoiceProps extends Partial<FieldParts> {
  readonly value: string
  readonly onChange: (topic: string) => void
  /** Told of one that was made here, which is typed to its end; onChange without it. */
  readonly onMade?: (topic: string) => void
  readonly disabled?: boolean
  /** What no topic is called; without it one has to be chosen. */
  readonly none?: string
  /** What can be chosen besides topics. */
  readonly others?: readonly Suggestion[]
}

/** <Field label="Topic">{(parts) => <TopicChoice {...parts} value={topic} onChange={setTopic} />}</Field> */
export function TopicChoice({ value, onChange, onMade = onChange, disabled = false, none, others = [], ...parts }: TopicChoiceProps) {
  const say = useWords('shell')
  const why = useMay('editor')
  const [isMaking, setMaking] = useState(false)
  const { topics, isOpen } = useTopics()
  const known =
    topics.some(({ topic }) => topic === value) || others.some((one) => one.value === value) || value === '' ? topics : [{ topic: value }, ...topics]
  const suggestions = [
    ...(none === undefined ? [] : [{ value: '', label: none }]),
    ...others,
    ...known.map(({ topic, description }) => ({ value: topic, ...(description === undefined ? {} : { detail: description }) })),
  ]
  return (
    <div className="flex gap-2">
      <Combobox {...parts} className="min-w-0 flex-1" value={value} onChange={onChange} suggestions={suggestions} isFree={isOpen} disabled={disabled} />
      <Button icon={<Plus />} why={why} disabled={disabled} onClick={() => setMaking(true)}>
        {say('topic.new-short')}
      </Button>
      {isMaking && (
        <Suspense>
          <Making
            taken={topics.map(({ topic }) => topic)}
            onMake={async (made) => {
              await putIntoWorkspace('topics', made, { none: say('topic.no-file'), unreadable: say('topic.unreadable') })
              onMade(made.topic)
              toast(say('topic.made'))
            }}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      )}
    </div>
  )
}
