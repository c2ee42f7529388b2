// Frequency caps: at most so many messages in so long. All of them hold together; each is read aloud.

import { Plus } from 'lucide-react'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { ChoiceRule, DurationRule, NumberRule, Sentence } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { type CapValue, listAt, type TopicValue } from './workspace-value.ts'

const channels = ['email', 'sms', 'popup', 'webhook'] as const
const place = ['policy', 'caps'] as const
const mostCaps = 20
const first: CapValue = { max: 3, within: '7d', then: 'defer' }

/** The card. */
export function CapsForm({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const caps = listAt<CapValue>(file.value, place)
  return (
    <Card
      title={say('caps.title')}
      aside={
        <Button
          icon={<Plus />}
          why={file.why}
          disabled={caps.length >= mostCaps}
          onClick={() => (caps.length === 0 ? file.set(place, [first]) : file.set([...place, caps.length], first))}
        >
          {say('caps.new')}
        </Button>
      }
    >
      <p className="mb-3 text-base text-soft">{say('caps.about')}</p>
      {caps.length === 0 && <Sentence>{say('caps.none')}</Sentence>}
      <ul className="flex flex-col gap-5">
        {caps.map((cap, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a limit is known by its place in the file
          <li key={index} className="flex flex-col gap-3 not-first:border-t not-first:border-line not-first:pt-5">
            <Sentence>
              <CapSentence cap={cap} />
            </Sentence>
            <CapFields file={file} index={index} />
          </li>
        ))}
      </ul>
      <p className="mt-4 text-base text-soft">{say('caps.priority')}</p>
    </Card>
  )
}

function CapFields({ file, index }: { readonly file: WorkspaceFile; readonly index: number }) {
  const say = useWords('settings')
  const names = useAsk('GET /schema/names', {})
  const topics = listAt<TopicValue>(file.value, ['topics']).filter(({ transactional }) => transactional !== true)
  const of = (key: string) => ({ file, path: [...place, index, key] })
  return (
    <>
      <div className="grid grid-cols-3 gap-3 phone:grid-cols-1">
        <NumberRule {...of('max')} label={say('caps.max')} min={1} max={1000} isWhole isNeeded />
        <DurationRule {...of('within')} label={say('caps.within')} />
        <ChoiceRule
          {...of('then')}
          label={say('caps.then')}
          choices={[
            ['defer', say('caps.then-is.defer')],
            ['skip', say('caps.then-is.skip')],
          ]}
        />
        <ChoiceRule
          {...of('channel')}
          label={say('caps.channel')}
          usual={say('channel.email')}
          choices={channels.slice(1).map((one) => [one, say(`channel.${one}`)])}
        />
        <ChoiceRule {...of('topic')} label={say('caps.topic')} usual={say('caps.every-topic')} choices={topics.map(({ topic }) => [topic, topic])} />
        <ChoiceRule
          {...of('segment')}
          label={say('caps.segment')}
          usual={say('caps.everybody')}
          choices={(names.data?.segments ?? []).map(({ name }) => [name, name])}
        />
      </div>
      <Button size="small" kind="danger-plain" className="self-start" why={file.why} onClick={() => file.set([...place, index], undefined)}>
        {say('caps.remove')}
      </Button>
    </>
  )
}

function CapSentence({ cap }: { readonly cap: CapValue }) {
  const say = useWords('settings')
  const formats = useFormats()
  const { max = 0, within = '', channel = 'email', topic, segment, then } = cap
  const length = formats.span(within)
  return (
    <>
      {say('caps.says', { channel: say(`channel.${channel}`), max, within: length })} {topic !== undefined && `${say('caps.says-topic', { topic })} `}
      {segment !== undefined && `${say('caps.says-segment', { segment })} `}
      {say(then === 'skip' ? 'caps.says-skip' : 'caps.says-defer')}
    </>
  )
}
