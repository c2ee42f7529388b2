// Records what somebody said elsewhere about being written to, with how they said it.

import { useState } from 'react'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { NotInForce } from '../../shell/not-in-force.tsx'
import { TopicChoice } from '../../shell/topic-choice.tsx'
import { useTopics } from '../../shell/use-topics.ts'
import { useWords } from '../../words/words.ts'
import type { Person } from './person.ts'

/** <ConsentDialog person={person} onClose={…} /> */
export function ConsentDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const say = useWords('people')
  const [topic, setTopic] = useState('')
  const [channel, setChannel] = useState<'email' | 'sms' | 'popup'>('email')
  const [word, setWord] = useState<'yes' | 'no'>('no')
  const [because, setBecause] = useState('')
  const tell = useTell('POST /subscribers/{subscriber}/topics', { refreshes: ['/subscribers'] })
  const draft = useTopics().draftOf(topic)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={say('record-consent')}
      description={say('record-consent-about')}
      actions={
        <Button
          kind="primary"
          disabled={topic === '' || draft !== undefined || because.trim().length < 3}
          isBusy={tell.isPending}
          onClick={() =>
            tell.mutate(
              { params: { subscriber: `#${person.subscriber}` }, body: { topic, channel, subscribed: word === 'yes', because } },
              {
                onSuccess() {
                  toast(say('consent-recorded'))
                  onClose()
                },
              },
            )
          }
        >
          {say('record')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={say('word')}>
          {(parts) => (
            <Select {...parts} value={word} onChange={(event) => setWord(event.target.value as 'yes' | 'no')}>
              <option value="no">{say('says-no')}</option>
              <option value="yes">{say('says-yes')}</option>
            </Select>
          )}
        </Field>
        <Field label={say('topic')}>
          {(parts) => <TopicChoice {...parts} value={topic} onChange={setTopic} others={word === 'no' ? [{ value: 'all', label: say('every-topic') }] : []} />}
        </Field>
        <NotInForce draft={draft} name={topic} />
        <Field label={say('channel')}>
          {(parts) => (
            <Select {...parts} value={channel} onChange={(event) => setChannel(event.target.value as typeof channel)}>
              {(['email', 'sms', 'popup'] as const).map((one) => (
                <option key={one} value={one}>
                  {say(`channel-name.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('how-said')} hint={say('how-said-hint')}>
          {(parts) => <Input {...parts} maxLength={500} value={because} onChange={(event) => setBecause(event.target.value)} />}
        </Field>
        {tell.error && <Problem problem={tell.error} />}
      </div>
    </Dialog>
  )
}
