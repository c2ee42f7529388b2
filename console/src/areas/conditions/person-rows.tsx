// Rows about who somebody is, what we sent, and how it is now: attributes, lists, topics, segments, messages, rates, journeys, cart, time of day, and
// the event that started the passage.

import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import type { Suggestion } from '../../kit/combobox.tsx'
import { Input } from '../../kit/input.tsx'
import { useBuilder } from './builder-context.tsx'
import { CountClause, NumbersClause, WindowClause } from './clauses.tsx'
import { ComparisonFields } from './comparison-fields.tsx'
import { type ConditionJson, type Json, kindOf, withKey } from './condition-json.ts'
import type { RowProps } from './event-rows.tsx'
import { Sentence } from './sentence.tsx'
import { Choice, DurationField, NameField, NumberField, Word } from './small-fields.tsx'

/** An attribute, or a property of the event that started the passage, compares like this. */
export function FactRow({ condition, onChange }: RowProps) {
  const { say, vocabulary, triggers, isReadOnly } = useBuilder()
  const isAttribute = kindOf(condition) === 'attribute'
  const key = isAttribute ? 'attribute' : 'trigger'
  const path = condition[key] as string
  const held = condition['for'] as string | undefined
  return (
    <>
      <NameField
        label={say(key)}
        value={path}
        suggestions={isAttribute ? vocabulary.attributes : vocabulary.properties(triggers)}
        onChange={(name) => onChange({ ...condition, [key]: name })}
      />
      <ComparisonFields
        object={condition}
        what={path === '' ? say(key) : path}
        values={isAttribute ? vocabulary.attributeValues(path) : vocabulary.values(triggers, path)}
        type={isAttribute ? vocabulary.attributeType(path) : vocabulary.typeOf(triggers, path)}
        onChange={onChange}
      />
      {held !== undefined && (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <Word>{say('held-for')}</Word>
          <DurationField label={say('how-long')} value={held} onChange={(next) => onChange({ ...condition, for: next })} />
          {!isReadOnly && (
            <IconButton size="small" label={say('remove-held')} onClick={() => onChange(withKey(condition, 'for', undefined))}>
              <X aria-hidden />
            </IconButton>
          )}
        </span>
      )}
      {isAttribute && held === undefined && !isReadOnly && (
        <Button kind="quiet" size="small" icon={<Plus aria-hidden />} onClick={() => onChange({ ...condition, for: '30d' })}>
          {say('add-held')}
        </Button>
      )}
    </>
  )
}

/** On a list, in a segment, said yes to a topic. */
export function MembershipRow({ condition, onChange }: RowProps) {
  const { say, vocabulary } = useBuilder()
  const kind = kindOf(condition) as 'list' | 'segment' | 'topic'
  const names: Record<typeof kind, readonly Suggestion[]> = { list: vocabulary.lists, segment: vocabulary.segments, topic: vocabulary.topics }
  const channel = (condition['channel'] ?? 'none') as string
  const channels = ['none', 'email', 'sms', 'popup'].map((one) => [one, say(`channel.${one}`)] as const)
  return (
    <>
      <NameField label={say(kind)} value={condition[kind] as string} suggestions={names[kind]} onChange={(name) => onChange({ ...condition, [kind]: name })} />
      {kind === 'topic' && (
        <Choice
          label={say('channel')}
          value={channel}
          options={channels}
          onChange={(next) => onChange(withKey(condition, 'channel', next === 'none' ? undefined : next))}
        />
      )}
    </>
  )
}

const outcomes = ['sent', 'delivered', 'opened', 'clicked', 'bounced'] as const

/** A mail of a template was sent, opened and so on. */
export function MessageRow({ condition, onChange }: RowProps) {
  const { say, vocabulary } = useBuilder()
  const templates = [{ value: 'any', label: say('any-message') }, ...vocabulary.templates]
  return (
    <>
      <Sentence
        of="sentence.message"
        parts={{
          template: (
            <NameField
              label={say('template')}
              value={condition['message'] as string}
              suggestions={templates}
              onChange={(message) => onChange({ ...condition, message })}
            />
          ),
          did: (
            <Choice
              label={say('what-became')}
              value={condition['did'] as (typeof outcomes)[number]}
              options={outcomes.map((one) => [one, say(`did.${one}`)] as const)}
              onChange={(did) => onChange({ ...condition, did })}
            />
          ),
          count: <CountClause condition={condition} onChange={onChange} />,
          window: <WindowClause condition={condition} onChange={onChange} has={['ever', 'session', 'since']} />,
        }}
      />
      {(condition['did'] === 'opened' || condition['did'] === 'clicked') && <WhoClause condition={condition} onChange={onChange} />}
    </>
  )
}

/** The share of the last messages that was opened or clicked. */
export function RateRow({ condition, onChange }: RowProps) {
  const { say } = useBuilder()
  const isLast = condition['last'] !== undefined
  const words = (value: string): readonly [string, string] => [value, say(`rate.${value}`)]
  return (
    <>
      <Sentence
        of="sentence.rate"
        parts={{
          did: (
            <Choice
              label={say('what-became')}
              value={condition['rate'] as string}
              options={['opened', 'clicked'].map(words)}
              onChange={(rate) => onChange({ ...condition, rate })}
            />
          ),
          over: (
            <Choice
              label={say('of-which')}
              value={condition['over'] as string}
              options={['sent', 'delivered'].map(words)}
              onChange={(over) => onChange({ ...condition, over })}
            />
          ),
          messages: (
            <span className="inline-flex flex-wrap items-center gap-1.5">
              <Choice
                label={say('which-messages')}
                value={isLast ? 'last' : 'within'}
                options={['last', 'within'].map(words)}
                onChange={(next) => {
                  const bare = withKey(withKey(condition, 'last', undefined), 'within', undefined)
                  onChange(next === 'last' ? { ...bare, last: 10 } : { ...bare, within: '90d' })
                }}
              />
              {isLast ? (
                <NumberField label={say('how-many')} value={condition['last'] as number} isWhole onChange={(last) => onChange({ ...condition, last })} />
              ) : (
                <DurationField
                  label={say('how-long')}
                  value={(condition['within'] ?? '90d') as string}
                  onChange={(within) => onChange({ ...condition, within })}
                />
              )}
            </span>
          ),
          number: <NumbersClause condition={condition} onChange={onChange} what={say('share')} />,
        }}
      />
      <WhoClause condition={condition} onChange={onChange} />
    </>
  )
}

const visitors = ['human', 'proxy', 'machine'] as const

/** Whose openings and clicks count: people where nothing is said. */
function WhoClause({ condition, onChange }: RowProps) {
  const { say, isReadOnly } = useBuilder()
  const by = condition['by'] as string | readonly string[] | undefined
  const chosen = by === undefined ? ['human'] : typeof by === 'string' ? [by] : by
  const toggle = (visitor: string, isOn: boolean): void => {
    const next = isOn ? [...chosen, visitor] : chosen.filter((one) => one !== visitor)
    if (next.length === 0) return
    onChange(withKey(condition, 'by', next.length === 1 && next[0] === 'human' ? undefined : next.length === 1 ? (next[0] as string) : next))
  }
  return (
    <fieldset className="flex w-full flex-wrap items-center gap-x-4 gap-y-1">
      <legend className="sr-only">{say('whose')}</legend>
      {visitors.map((visitor) => (
        <Checkbox
          key={visitor}
          label={say(`visitor.${visitor}`)}
          checked={chosen.includes(visitor)}
          disabled={isReadOnly}
          onChange={(isOn) => toggle(visitor, isOn)}
        />
      ))}
    </fieldset>
  )
}

/** Is, or was, in a journey. */
export function JourneyRow({ condition, onChange }: RowProps) {
  const { say, vocabulary } = useBuilder()
  const is = condition['is'] as 'active' | 'completed' | 'exited'
  const journey = condition['journey'] as string
  const at = condition['at'] as string | undefined
  return (
    <>
      <Choice
        label={say('how-it-stands')}
        value={is}
        options={(['active', 'completed', 'exited'] as const).map((one) => [one, say(`journey-is.${one}`)] as const)}
        onChange={(next) =>
          onChange(next === 'active' ? withKey({ ...condition, is: next }, 'within', undefined) : withKey({ ...condition, is: next }, 'at', undefined))
        }
      />
      <NameField label={say('journey')} value={journey} suggestions={vocabulary.journeys} onChange={(name) => onChange({ ...condition, journey: name })} />
      {(is === 'active' || at !== undefined) && (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <Word>{say('at-step')}</Word>
          <NameField
            label={say('step')}
            value={at ?? ''}
            suggestions={vocabulary.stepsOf(journey)}
            placeholder={say('any-step')}
            onChange={(name) => onChange(withKey(condition, 'at', name === '' ? undefined : name))}
          />
        </span>
      )}
      {(is !== 'active' || condition['within'] !== undefined) && <WindowClause condition={condition} onChange={onChange} has={['ever']} />}
    </>
  )
}

/** What is in the cart. */
export function CartRow({ condition, onChange }: RowProps) {
  const { say, isReadOnly } = useBuilder()
  const cart = condition['cart'] as Readonly<Record<string, ConditionJson>>
  const change = (next: Json): void => onChange({ ...condition, cart: next })
  const missing = (['items', 'value'] as const).filter((key) => cart[key] === undefined)
  return (
    <>
      {(['items', 'value'] as const)
        .filter((key) => cart[key] !== undefined)
        .map((key, index, all) => (
          <span key={key} className="inline-flex flex-wrap items-center gap-1.5">
            {index > 0 && <Word>{say('and')}</Word>}
            <Word>{say(`cart.${key}`)}</Word>
            <NumbersClause condition={cart[key] as ConditionJson} onChange={(next) => change({ ...cart, [key]: next })} what={say(`cart.${key}`)} />
            {all.length > 1 && !isReadOnly && (
              <IconButton size="small" label={say('compare-not')} onClick={() => change(withKey(cart, key, undefined))}>
                <X aria-hidden />
              </IconButton>
            )}
          </span>
        ))}
      {!isReadOnly &&
        missing.slice(0, 1).map((key) => (
          <Button key={key} kind="quiet" size="small" icon={<Plus aria-hidden />} onClick={() => change({ ...cart, [key]: { gte: key === 'items' ? 1 : 50 } })}>
            {say(`cart.add-${key}`)}
          </Button>
        ))}
    </>
  )
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** The time of day and the weekday, where the person lives. */
export function TimeRow({ condition, onChange }: RowProps) {
  const { say, isReadOnly } = useBuilder()
  const time = condition['time'] as { readonly between?: readonly string[]; readonly days?: readonly string[]; readonly zone?: string }
  const change = (key: string, value: Json | undefined): void => onChange({ ...condition, time: withKey(time as ConditionJson, key, value) })
  const [from = '09:00', to = '17:00'] = time.between ?? []
  const days = time.days ?? [...weekdays]
  const toggle = (day: string, isOn: boolean): void => {
    const next = weekdays.filter((one) => (one === day ? isOn : days.includes(one)))
    if (next.length > 0) change('days', next.length === weekdays.length && time.between !== undefined ? undefined : next)
  }
  return (
    <>
      <Word>{say('time.from')}</Word>
      <Input
        type="time"
        aria-label={say('time.from')}
        readOnly={isReadOnly}
        value={from}
        onChange={(event) => change('between', [event.target.value, to])}
        className="w-28!"
      />
      <Word>{say('time.to')}</Word>
      <Input
        type="time"
        aria-label={say('time.to')}
        readOnly={isReadOnly}
        value={to}
        onChange={(event) => change('between', [from, event.target.value])}
        className="w-28!"
      />
      <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <legend className="sr-only">{say('time.days')}</legend>
        {weekdays.map((day) => (
          <Checkbox key={day} label={say(`day.${day}`)} checked={days.includes(day)} disabled={isReadOnly} onChange={(isOn) => toggle(day, isOn)} />
        ))}
      </fieldset>
      <span className="inline-flex flex-wrap items-center gap-1.5">
        <Word>{say('time.zone')}</Word>
        <NameField
          label={say('time.zone')}
          value={time.zone ?? ''}
          suggestions={[{ value: 'subscriber', label: say('time.subscriber') }]}
          placeholder={say('time.subscriber')}
          onChange={(zone) => change('zone', zone === '' ? undefined : zone)}
        />
      </span>
    </>
  )
}
