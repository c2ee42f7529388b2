// Sends an event as if somebody had caused it, to see what follows.

import { useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Combobox } from '../../kit/combobox.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useWords } from '../../words/words.ts'
import { JsonField, objectIn } from './json-field.tsx'

/** <SendEventDialog subscriber="#7" onClose={…} /> */
export function SendEventDialog({ subscriber, onClose }: { readonly subscriber: string; readonly onClose: () => void }) {
  const say = useWords('people')
  const schema = useAsk('GET /schema', {})
  const [event, setEvent] = useState('')
  const [text, setText] = useState('{}')
  const send = useTell('POST /subscribers/{subscriber}/events', { refreshes: ['/subscribers'] })
  const events = schema.data?.events ?? []
  const choose = (name: string): void => {
    setEvent(name)
    const known = events.find((one) => one.name === name)
    // What really arrives is the best example; nobody types it.
    if (known !== undefined && (text === '{}' || text === '')) setText(JSON.stringify(sampleOf(known.properties), null, 2))
  }
  const properties = objectIn(text)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('send-event')}
      description={say('send-event-about')}
      size="wide"
      actions={
        <Button
          kind="primary"
          disabled={event.trim() === '' || properties === undefined}
          isBusy={send.isPending}
          onClick={() =>
            send.mutate(
              { params: { subscriber }, body: { event: event.trim(), properties: properties ?? {} } },
              {
                onSuccess() {
                  toast(say('event-sent', { event }))
                  onClose()
                },
              },
            )
          }
        >
          {say('send')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={say('event')} hint={say('event-hint')}>
          {(parts) => <Combobox {...parts} value={event} onChange={choose} suggestions={events.map(({ name }) => ({ value: name }))} isFree />}
        </Field>
        <div>
          <p className="mb-1 text-sm font-medium">{say('properties')}</p>
          <JsonField label={say('properties')} text={text} onChange={setText} className="h-48" />
        </div>
        {send.error && <Problem problem={send.error} />}
      </div>
    </Dialog>
  )
}

/** The first sample of each property at the top. */
function sampleOf(properties: readonly { readonly path: string; readonly samples: readonly unknown[] }[]): Record<string, unknown> {
  const plain = properties.filter(({ path, samples }) => !path.includes('.') && path !== 'sent_by' && samples.length > 0)
  return Object.fromEntries(plain.slice(0, 12).map(({ path, samples }) => [path, samples[0]]))
}
