// Quiet hours: when no mail goes out. What is due then waits until they are over.

import { Card } from '../../kit/card.tsx'
import { Checkbox, Switch } from '../../kit/check.tsx'
import { Combobox } from '../../kit/combobox.tsx'
import { Field } from '../../kit/field.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { isSet, Sentence, TextRule } from './rule-field.tsx'
import type { WorkspaceFile } from './use-workspace-file.ts'
import { at, listAt, type QuietHoursValue, type TopicValue, textAt } from './workspace-value.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const place = ['policy', 'quietHours'] as const
const timeForm = /^([01]\d|2[0-3]):[0-5]\d$/

/** The card. */
export function QuietHoursForm({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const isOn = isSet(file, place)
  return (
    <Card title={say('quiet.title')}>
      <div className="flex flex-col gap-4">
        <Switch
          label={say('quiet.on')}
          checked={isOn}
          disabled={file.why !== undefined}
          onChange={(on) => file.set(place, on ? { from: '21:00', to: '08:00' } : undefined)}
        />
        <Sentence>{isOn ? <QuietSentence file={file} /> : say('quiet.none')}</Sentence>
        {isOn && <QuietFields file={file} />}
      </div>
    </Card>
  )
}

function QuietFields({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const formats = useFormats()
  const isLocked = file.why !== undefined
  const quiet = (at(file.value, place) ?? {}) as QuietHoursValue
  const days = quiet.days ?? weekdays
  const topics = listAt<TopicValue>(file.value, ['topics']).filter(({ transactional }) => transactional !== true)
  const time = { file, type: 'time', form: timeForm, wrong: say('quiet.time'), isNeeded: true } as const
  const chooseDays = (day: string, isOn: boolean): void => {
    const next = weekdays.filter((one) => (one === day ? isOn : days.includes(one)))
    if (next.length > 0) file.set([...place, 'days'], next.length === weekdays.length ? undefined : next)
  }
  const chooseTopics = (topic: string, isOn: boolean): void => {
    const next = topics.map((one) => one.topic).filter((one) => (one === topic ? isOn : quiet.topics?.includes(one) === true))
    file.set([...place, 'topics'], next.length === 0 ? undefined : next)
  }
  return (
    <>
      <div className="grid grid-cols-3 gap-4 phone:grid-cols-1">
        <TextRule {...time} path={[...place, 'from']} label={say('quiet.from')} hint={say('quiet.from-hint')} />
        <TextRule {...time} path={[...place, 'to']} label={say('quiet.to')} hint={say('quiet.to-hint')} />
        <Field label={say('quiet.zone')} hint={say('quiet.zone-hint')}>
          {(parts) => (
            <Combobox
              {...parts}
              value={quiet.zone ?? 'subscriber'}
              disabled={isLocked}
              onChange={(zone) => file.set([...place, 'zone'], zone === 'subscriber' || zone === '' ? undefined : zone)}
              suggestions={[{ value: 'subscriber', label: say('quiet.zone-own') }, ...Intl.supportedValuesOf('timeZone').map((value) => ({ value }))]}
            />
          )}
        </Field>
      </div>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
        <legend className="mb-1 text-sm font-medium">{say('quiet.days')}</legend>
        {weekdays.map((day, index) => (
          <Checkbox key={day} label={formats.weekday(index)} checked={days.includes(day)} disabled={isLocked} onChange={(isOn) => chooseDays(day, isOn)} />
        ))}
      </fieldset>
      {topics.length > 0 && (
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
          <legend className="mb-1 text-sm font-medium">{say('quiet.topics')}</legend>
          {topics.map(({ topic }) => (
            <Checkbox
              key={topic}
              label={topic}
              checked={quiet.topics?.includes(topic) === true}
              disabled={isLocked}
              onChange={(isOn) => chooseTopics(topic, isOn)}
            />
          ))}
        </fieldset>
      )}
    </>
  )
}

function QuietSentence({ file }: { readonly file: WorkspaceFile }) {
  const say = useWords('settings')
  const formats = useFormats()
  const { from = '', to = '', zone = 'subscriber', days, topics } = (at(file.value, place) ?? {}) as QuietHoursValue
  const usual = textAt(file.value, ['zone']) || 'UTC'
  return (
    <>
      {say(from === to ? 'quiet.says-day' : 'quiet.says', { from, to })}{' '}
      {zone === 'subscriber' ? say('quiet.says-own', { zone: usual }) : say('quiet.says-zone', { zone })}{' '}
      {days !== undefined && `${say('quiet.says-days', { days: formats.list(days.map((day) => formats.weekday(weekdays.indexOf(day as 'mon')))) })} `}
      {topics !== undefined && `${say('quiet.says-topics', { topics: formats.list(topics) })} `}
      {say('quiet.says-then')}
    </>
  )
}
