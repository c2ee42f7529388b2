// Changes what is known about somebody: the attributes as JSON; one that is taken out is removed.

import { useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'
import { JsonField, objectIn } from './json-field.tsx'
import type { Person } from './person.ts'

/** <AttributesDialog person={person} onClose={…} /> */
export function AttributesDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const say = useWords('people')
  const [text, setText] = useState(() => JSON.stringify(person.attributes, null, 2))
  const change = useTell('PATCH /subscribers/{subscriber}/attributes', { refreshes: ['/subscribers'] })
  const wanted = objectIn(text)
  const body = wanted === undefined ? {} : changesBetween(person.attributes, wanted)
  const count = Object.keys(body).length
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('edit-attributes')}
      description={say('edit-attributes-about')}
      size="wide"
      actions={
        <Button
          kind="primary"
          disabled={count === 0}
          isBusy={change.isPending}
          onClick={() =>
            change.mutate(
              { params: { subscriber: `#${person.subscriber}` }, body },
              {
                onSuccess() {
                  toast(say('attributes-changed', { count }))
                  onClose()
                },
              },
            )
          }
        >
          {say('save-attributes', { count })}
        </Button>
      }
    >
      <JsonField label={say('attributes')} text={text} onChange={setText} className="h-72" />
      {change.error && <Problem problem={change.error} className="mt-3" />}
    </Dialog>
  )
}

/** What is another, and null for what is gone. */
function changesBetween(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const changed = Object.entries(after).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value))
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name))
  return Object.fromEntries([...changed, ...gone.map((name) => [name, null] as const)])
}
