// Topics: what people can say yes or no to. Each says in a sentence who gets it; beside them stands the page on which people choose.

import { ChevronRight, Plus, Tags } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { NewTopicDialog } from '../../shell/new-topic-dialog.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { NamesRule } from './names-rule.tsx'
import { PreferencesPreview } from './preferences-preview.tsx'
import { ChoiceRule, TextRule } from './rule-field.tsx'
import { localeForm, TopicLanguages } from './topic-languages.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { listAt, type TopicValue, textAt } from './workspace-value.ts'

const channels = ['email', 'sms', 'popup'] as const

/** The form. */
export function TopicsForm({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const [isMaking, setMaking] = useState(false)
  const topics = listAt<TopicValue>(file.value, ['topics'])
  const add = async (topic: TopicValue): Promise<void> => {
    if (topics.length === 0) file.set(['topics'], [topic])
    else file.set(['topics', topics.length], topic)
  }
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(22rem,28rem)]">
      <Card
        title={say('topics.title')}
        aside={
          <Button icon={<Plus />} why={file.why} onClick={() => setMaking(true)}>
            {say('topics.new')}
          </Button>
        }
      >
        <p className="mb-2 text-base text-soft">{say('topics.about')}</p>
        {topics.length === 0 && (
          <EmptyState icon={<Tags />} title={say('topics.none')}>
            {say('topics.none-about')}
          </EmptyState>
        )}
        <ul className="divide-y divide-line">
          {topics.map((topic, index) => (
            <TopicRow key={topic.topic} file={file} topic={topic} index={index} />
          ))}
        </ul>
        <div className="mt-4 border-t border-line pt-4">
          <NamesRule
            file={file}
            path={['languages']}
            label={say('topics.written-in')}
            hint={say('topics.written-in-hint')}
            most={50}
            form={localeForm}
            wrong={say('topics.language-form')}
            placeholder="de"
            isList
          />
        </div>
      </Card>
      <PreferencesPreview value={file.value ?? {}} />
      {isMaking && <NewTopicDialog taken={topics.map(({ topic }) => topic)} onMake={add} onClose={() => setMaking(false)} />}
    </div>
  )
}

interface TopicRowProps {
  readonly file: WorkspaceFile
  readonly topic: TopicValue
  readonly index: number
}

function TopicRow({ file, topic, index }: TopicRowProps) {
  const say = useWords('settings')
  const [isLeaving, setLeaving] = useState(false)
  const isLocked = file.why !== undefined
  const chosen = topic.channels ?? ['email']
  const isTransactional = topic.transactional === true
  const usual = textAt(file.value, ['policy', 'consent']) === 'opt-out' ? 'opt-out' : 'opt-in'
  const toggle = (channel: string, isOn: boolean): void => {
    const next = channels.filter((one) => (one === channel ? isOn : chosen.includes(one)))
    if (next.length > 0) file.set(['topics', index, 'channels'], next.length === 1 && next[0] === 'email' ? undefined : next)
  }
  return (
    <li className="py-1">
      <details className="group">
        <summary className="flex min-h-11 cursor-pointer items-start gap-2 rounded-md px-1 py-2 hover:bg-sunken">
          <ChevronRight aria-hidden className="mt-1 size-4 shrink-0 text-soft transition-transform group-open:rotate-90" />
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <span className="font-medium break-all">{topic.topic}</span>
            <span className="text-base text-soft">
              <TopicSentence topic={topic} usual={usual} />
            </span>
          </span>
        </summary>
        <div className="flex flex-col gap-4 px-1 pt-2 pb-4">
          <TextRule
            file={file}
            path={['topics', index, 'description']}
            label={say('topics.description')}
            hint={say('topics.description-hint')}
            placeholder={topic.topic}
          />
          <TopicLanguages file={file} topic={topic} path={['topics', index]} />
          <Checkbox
            label={say('topics.transactional')}
            hint={say('topics.transactional-hint')}
            checked={isTransactional}
            disabled={isLocked}
            onChange={(isOn) => file.set(['topics', index, 'transactional'], isOn ? true : undefined)}
          />
          {!isTransactional && (
            <>
              <ChoiceRule
                file={file}
                path={['topics', index, 'consent']}
                label={say('rules.consent')}
                usual={say('topics.as-usual', { rule: say(`consent.${usual}`) })}
                choices={(['opt-in', 'opt-out'] as const).map((one) => [one, say(`consent.${one}`)])}
              />
              <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
                <legend className="mb-1 text-sm font-medium">{say('topics.channels')}</legend>
                {channels.map((channel) => (
                  <Checkbox
                    key={channel}
                    label={say(`channel.${channel}`)}
                    checked={chosen.includes(channel)}
                    disabled={isLocked || (chosen.length === 1 && chosen[0] === channel)}
                    onChange={(isOn) => toggle(channel, isOn)}
                  />
                ))}
              </fieldset>
            </>
          )}
          <Button size="small" kind="danger-plain" className="self-start" why={file.why} onClick={() => setLeaving(true)}>
            {say('topics.remove')}
          </Button>
        </div>
      </details>
      <ConfirmDialog
        open={isLeaving}
        onOpenChange={setLeaving}
        title={say('topics.remove-title', { topic: topic.topic })}
        description={say('topics.remove-about')}
        action={say('topics.remove')}
        onConfirm={() => {
          setLeaving(false)
          file.set(['topics', index], undefined)
        }}
      />
    </li>
  )
}

/** Who gets what is written about it, in words. */
function TopicSentence({ topic, usual }: { readonly topic: TopicValue; readonly usual: string }) {
  const say = useWords('settings')
  const formats = useFormats()
  if (topic.transactional === true) return say('topics.says.transactional')
  const by = formats.list((topic.channels ?? ['email']).map((channel) => say(`topics.by.${channel}`)))
  return say(`topics.says.${(topic.consent ?? usual) === 'opt-out' ? 'opt-out' : 'opt-in'}`, { by })
}
