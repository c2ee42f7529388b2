// Rows about what somebody did: an event so often, nothing for so long, one after the other, what the newest looks like, and sums over events.

import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { useBuilder } from './builder-context.tsx'
import { CountClause, NumbersClause, WhereClause, WindowClause } from './clauses.tsx'
import { type ConditionJson, type Json, kindOf, withKey } from './condition-json.ts'
import { Sentence } from './sentence.tsx'
import { DurationField, NameField, Word } from './small-fields.tsx'

export interface RowProps {
  readonly condition: ConditionJson
  readonly onChange: (condition: ConditionJson) => void
  /** The row says that it does not hold. */
  readonly isNegated?: boolean
}

/** did EVENT so often, in the last so long, for one and the same … */
export function EventRow({ condition, onChange, isNegated = false }: RowProps) {
  const { say, vocabulary, isReadOnly } = useBuilder()
  const event = condition['event'] as string
  const by = condition['by'] as string | undefined
  return (
    <>
      <Sentence
        of="sentence.event"
        parts={{
          event: <NameField label={say('event')} value={event} suggestions={vocabulary.events} onChange={(name) => onChange({ ...condition, event: name })} />,
          count: <CountClause condition={condition} onChange={onChange} isNegated={isNegated} />,
          window: <WindowClause condition={condition} onChange={onChange} has={['ever', 'session', 'since']} />,
        }}
      />
      {by !== undefined && (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <Word>{say('by')}</Word>
          <NameField
            label={say('by-property')}
            value={by}
            suggestions={vocabulary.properties([event])}
            onChange={(name) => onChange({ ...condition, by: name })}
          />
          {!isReadOnly && (
            <IconButton size="small" label={say('remove-by')} onClick={() => onChange(withKey(condition, 'by', undefined))}>
              <X aria-hidden />
            </IconButton>
          )}
        </span>
      )}
      {by === undefined && !isReadOnly && (
        <Button kind="quiet" size="small" icon={<Plus aria-hidden />} onClick={() => onChange({ ...condition, by: '' })}>
          {say('add-by')}
        </Button>
      )}
      <WhereClause condition={condition} onChange={onChange} events={[event]} />
    </>
  )
}

/** The sum, average, smallest, largest, or the number of different values of a property. */
export function AggregateRow({ condition, onChange }: RowProps) {
  const { say, vocabulary } = useBuilder()
  const kind = kindOf(condition) as string
  const of = condition['of'] as string
  const path = condition[kind] as string
  return (
    <>
      <Sentence
        of="sentence.aggregate"
        parts={{
          property: (
            <NameField
              label={say('property')}
              value={path}
              suggestions={vocabulary.properties([of])}
              onChange={(name) => onChange({ ...condition, [kind]: name })}
            />
          ),
          event: <NameField label={say('event')} value={of} suggestions={vocabulary.events} onChange={(name) => onChange({ ...condition, of: name })} />,
          number: <NumbersClause condition={condition} onChange={onChange} what={path === '' ? say('property') : path} />,
          window: <WindowClause condition={condition} onChange={onChange} has={['ever', 'session']} />,
        }}
      />
      <WhereClause condition={condition} onChange={onChange} events={[of]} />
    </>
  )
}

/** None of these events for so long. */
export function SinceRow({ condition, onChange }: RowProps) {
  const { say, vocabulary, isReadOnly } = useBuilder()
  const since = condition['since'] as string | readonly string[]
  const events = typeof since === 'string' ? [since] : since
  const change = (next: readonly string[]): void => {
    const [only = ''] = next
    onChange({ ...condition, since: next.length === 1 && typeof since === 'string' ? only : next })
  }
  return (
    <>
      <Sentence
        of="sentence.since"
        parts={{
          events: (
            <span className="inline-flex flex-wrap items-center gap-1.5">
              {events.map((event, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the field stays while a name is typed
                <span key={index} className="inline-flex items-center gap-1.5">
                  {index > 0 && <Word>{say('nor')}</Word>}
                  <NameField label={say('event')} value={event} suggestions={vocabulary.events} onChange={(name) => change(events.toSpliced(index, 1, name))} />
                  {events.length > 1 && !isReadOnly && (
                    <IconButton size="small" label={say('remove-event', { event })} onClick={() => change(events.toSpliced(index, 1))}>
                      <X aria-hidden />
                    </IconButton>
                  )}
                </span>
              ))}
              {!isReadOnly && (
                <Button kind="quiet" size="small" icon={<Plus aria-hidden />} onClick={() => onChange({ ...condition, since: [...events, ''] })}>
                  {say('another-event')}
                </Button>
              )}
            </span>
          ),
          duration: <DurationField label={say('how-long')} value={condition['gte'] as string} onChange={(gte) => onChange({ ...condition, gte })} />,
        }}
      />
      <Checkbox
        label={say('never-counts')}
        checked={condition['never'] !== false}
        disabled={isReadOnly}
        onChange={(counts) => onChange(withKey(condition, 'never', counts ? undefined : false))}
      />
    </>
  )
}

/** Events one after the other. */
export function InOrderRow({ condition, onChange }: RowProps) {
  const { say, vocabulary, isReadOnly } = useBuilder()
  const items = condition['in-order'] as readonly ConditionJson[]
  const change = (next: readonly Json[]): void => onChange({ ...condition, 'in-order': next })
  return (
    <div className="flex w-full flex-col items-start gap-1.5">
      <WindowClause condition={condition} onChange={onChange} has={['ever', 'session']} />
      <ol className="flex w-full flex-col gap-1.5">
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the field stays while a name is typed
          <li key={index} className="flex w-full flex-wrap items-center gap-1.5 border-s-2 border-line ps-3">
            <Word>{say(index === 0 ? 'first' : 'then')}</Word>
            <NameField
              label={say('event')}
              value={item['event'] as string}
              suggestions={vocabulary.events}
              onChange={(event) => change(items.toSpliced(index, 1, { ...item, event }))}
            />
            {items.length > 2 && !isReadOnly && (
              <IconButton size="small" label={say('remove-event', { event: item['event'] })} onClick={() => change(items.toSpliced(index, 1))}>
                <X aria-hidden />
              </IconButton>
            )}
            <WhereClause condition={item} onChange={(next) => change(items.toSpliced(index, 1, next))} events={[item['event'] as string]} />
          </li>
        ))}
      </ol>
      {items.length < 10 && !isReadOnly && (
        <Button kind="quiet" size="small" icon={<Plus aria-hidden />} onClick={() => change([...items, { event: '' }])}>
          {say('and-then')}
        </Button>
      )}
    </div>
  )
}

/** The newest event of a name looks like this. */
export function LatestRow({ condition, onChange }: RowProps) {
  const { say, vocabulary } = useBuilder()
  const latest = condition['latest'] as string
  return (
    <>
      <Sentence
        of="sentence.latest"
        parts={{
          event: (
            <NameField label={say('event')} value={latest} suggestions={vocabulary.events} onChange={(name) => onChange({ ...condition, latest: name })} />
          ),
        }}
      />
      <WhereClause condition={condition} onChange={(next) => onChange(next['where'] === undefined ? { ...next, where: {} } : next)} events={[latest]} />
    </>
  )
}
