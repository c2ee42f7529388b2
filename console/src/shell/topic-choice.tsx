// Choosing a topic, or making one: those that are known, with what people read about them. A new one is put into the draft of the file that holds the
// workspace; it holds once that is published.

import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { ask } from '../client/ask.ts'
import { Problem } from '../client/problem.ts'
import { answers, refresh } from '../client/use-ask.ts'
import { Button } from '../kit/button.tsx'
import { Combobox } from '../kit/combobox.tsx'
import type { FieldParts } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { useWords } from '../words/words.ts'
import type { NewTopic } from './new-topic-dialog.tsx'
import { useMay } from './session.ts'
import { holdsWorkspace, topicsOf, useTopics } from './use-topics.ts'

const Making = lazy(async () => ({ default: (await import('./new-topic-dialog.tsx')).NewTopicDialog }))

export interface TopicChoiceProps extends Partial<FieldParts> {
  readonly value: string
  readonly onChange: (topic: string) => void
  readonly disabled?: boolean
  /** What no topic is called; without it one has to be chosen. */
  readonly none?: string
}

/** <Field label="Topic">{(parts) => <TopicChoice {...parts} value={topic} onChange={setTopic} />}</Field> */
export function TopicChoice({ value, onChange, disabled = false, none, ...parts }: TopicChoiceProps) {
  const say = useWords('shell')
  const why = useMay('editor')
  const [isMaking, setMaking] = useState(false)
  const { topics, isOpen } = useTopics()
  const known = topics.some(({ topic }) => topic === value) || value === '' ? topics : [{ topic: value }, ...topics]
  const suggestions = [
    ...(none === undefined ? [] : [{ value: '', label: none }]),
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
              await makeTopic(made, { none: say('topic.no-file'), unreadable: say('topic.unreadable') })
              onChange(made.topic)
              toast(say('topic.made'))
            }}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      )}
    </div>
  )
}

/** Keeps it as part of the draft of the workspace's file. */
async function makeTopic(topic: NewTopic, words: { readonly none: string; readonly unreadable: string }): Promise<void> {
  const { files } = await ask('GET /definitions')
  const path = files.find(holdsWorkspace)?.path
  if (path === undefined) throw new Problem(409, { title: words.none })
  const file = await ask('GET /definitions/file', { query: { path } })
  const text = file.drafted?.text ?? file.text ?? ''
  const index = file.documents.findIndex(({ kind }) => kind === 'workspace')
  const topics = topicsOf(file.documents[index]?.value)
  const { writeYaml } = await import('../kit/write-yaml.ts')
  const place = topics.length === 0 ? { path: ['topics'], value: [topic] } : { path: ['topics', topics.length], value: topic }
  const next = writeYaml(text, { index, path: place.path }, place.value)
  if (next === undefined) throw new Problem(409, { title: words.unreadable })
  await ask('PUT /drafts', { body: { path, text: next, revision: file.draft?.revision ?? 0 } })
  await refresh(answers, ['/definitions', '/drafts', '/schema', '/templates'])
}
