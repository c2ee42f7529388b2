// The clauses that rows share: how often, in which stretch of time, with which numbers, and only those that look like this.

import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '../../kit/button.tsx'
import { useBuilder } from './builder-context.tsx'
import { ComparisonFields, emptyValue } from './comparison-fields.tsx'
import { type ConditionJson, isObject, type Json, withKey, withKeyRenamed } from './condition-json.ts'
import { type NumberComparisonName, numberComparisons } from './row-forms.ts'
import { Choice, DurationField, NameField, NumberField, Word } from './small-fields.tsx'

interface ClauseProps {
  readonly condition: ConditionJson
  readonly onChange: (condition: ConditionJson) => void
}

/** How often: at least once where nothing is said. */
export function CountClause({ condition, onChange, isNegated = false }: ClauseProps & { readonly isNegated?: boolean }) {
  const { say } = useBuilder()
  const once = say(isNegated ? 'count.even-once' : 'count.once')
  const count = condition['count'] as Readonly<Record<string, number>> | undefined
  const present = Object.keys(count ?? {}) as NumberComparisonName[]
  const change = (next: ConditionJson | undefined): void => onChange(withKey(condition, 'count', next))
  if (count === undefined || present.length === 0) {
    const options = [['once', once], ...numberComparisons.map((one) => [one, say(`count.${one}`)] as const)] as const
    return (
      <Choice
        label={say('how-often')}
        value="once"
        options={options}
        onChange={(next) => change(next === 'once' ? undefined : { [next]: next === 'gte' ? 2 : 1 })}
      />
    )
  }
  return present.map((operator, index) => (
    <span key={operator} className="inline-flex flex-wrap items-center gap-1.5">
      {index > 0 && <Word>{say('and')}</Word>}
      <Choice
        label={say('how-often')}
        value={operator}
        options={[
          ...(present.length === 1 ? ([['once', once]] as const) : []),
          ...numberComparisons.filter((one) => one === operator || !present.includes(one)).map((one) => [one, say(`count.${one}`)] as const),
        ]}
        onChange={(next) => change(next === 'once' ? undefined : withKeyRenamed(count, operator, next))}
      />
      <NumberField label={say('times')} value={count[operator] as number} isWhole onChange={(number) => change({ ...count, [operator]: number })} />
      <Word>{say('times-word', { count: count[operator] })}</Word>
    </span>
  ))
}

/** Numbers that something is held against, among the other keys of the condition. */
export function NumbersClause({ condition, onChange, what }: ClauseProps & { readonly what: string }) {
  const { say, isReadOnly } = useBuilder()
  const present = Object.keys(condition).filter((key): key is NumberComparisonName => (numberComparisons as readonly string[]).includes(key))
  const another = numberComparisons.find((one) => !present.includes(one))
  return (
    <>
      {present.map((operator, index) => (
        <span key={operator} className="inline-flex items-center gap-1.5">
          {index > 0 && <Word>{say('and')}</Word>}
          <Choice
            label={say('comparison-of', { what })}
            value={operator}
            options={numberComparisons.filter((one) => one === operator || !present.includes(one)).map((one) => [one, say(`number.${one}`)] as const)}
            onChange={(next) => onChange(withKeyRenamed(condition, operator, next))}
          />
          <NumberField
            label={say('value-of', { what })}
            value={condition[operator] as number}
            onChange={(number) => onChange({ ...condition, [operator]: number })}
          />
          {present.length > 1 && !isReadOnly && (
            <IconButton size="small" label={say('compare-not')} onClick={() => onChange(withKey(condition, operator, undefined))}>
              <X aria-hidden />
            </IconButton>
          )}
        </span>
      ))}
      {present.length === 0 && another !== undefined && !isReadOnly && (
        <Button kind="quiet" size="small" icon={<Plus aria-hidden />} onClick={() => onChange({ ...condition, gte: 1 })}>
          {say('compare-first')}
        </Button>
      )}
    </>
  )
}

type WindowChoice = 'ever' | 'within' | 'session' | 'enrollment' | 'step'

/** In which stretch of time. `has`: what this kind of condition may say besides a duration. */
export function WindowClause({ condition, onChange, has }: ClauseProps & { readonly has: readonly ('session' | 'since' | 'ever')[] }) {
  const { say, place } = useBuilder()
  const { within, since } = condition as { readonly within?: string; readonly since?: string }
  const chosen: WindowChoice = since !== undefined ? (since as WindowChoice) : within === undefined ? 'ever' : within === 'session' ? 'session' : 'within'
  const choices: readonly WindowChoice[] = [
    ...(has.includes('ever') ? (['ever'] as const) : []),
    'within',
    ...(has.includes('session') ? (['session'] as const) : []),
    ...(has.includes('since') && (place === 'journey' || since !== undefined) ? (['enrollment', 'step'] as const) : []),
  ]
  const change = (next: WindowChoice): void => {
    const bare = withKey(withKey(condition, 'within', undefined), 'since', undefined)
    if (next === 'ever') return onChange(bare)
    if (next === 'within') return onChange({ ...bare, within: '30d' })
    onChange(next === 'session' ? { ...bare, within: 'session' } : { ...bare, since: next })
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <Choice label={say('when')} value={chosen} options={choices.map((one) => [one, say(`window.${one}`)] as const)} onChange={change} />
      {chosen === 'within' && <DurationField label={say('how-long')} value={within as string} onChange={(next) => onChange({ ...condition, within: next })} />}
    </span>
  )
}

/** Only events that look like this. */
export function WhereClause({ condition, onChange, events }: ClauseProps & { readonly events: readonly string[] }) {
  const { say, vocabulary, isReadOnly } = useBuilder()
  const where = (condition['where'] ?? {}) as ConditionJson
  const entries = Object.entries(where)
  const change = (next: ConditionJson): void => onChange(withKey(condition, 'where', Object.keys(next).length === 0 ? undefined : next))
  const add = (): void => change({ ...where, '': '' })
  return (
    <div className="flex w-full flex-col items-start gap-1.5">
      {entries.map(([path, comparison], index) => {
        const what = path === '' ? say('property') : path
        const type = vocabulary.typeOf(events, path)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the field stays while its property's name is typed
          <div key={index} className="flex w-full flex-wrap items-center gap-1.5 border-s-2 border-line ps-3">
            <Word>{index === 0 ? say('where') : say('and')}</Word>
            <NameField
              label={say('property')}
              value={path}
              suggestions={vocabulary.properties(events)}
              onChange={(name) => {
                if (name !== path && Object.hasOwn(where, name)) return
                const own = vocabulary.typeOf(events, name)
                const fresh = comparison === '' || comparison === 0 ? emptyValue(own) : comparison
                change(withKeyRenamed(where, path, name, fresh))
              }}
            />
            <ComparisonFields
              object={isObject(comparison) ? comparison : { eq: comparison }}
              what={what}
              values={vocabulary.values(events, path)}
              type={type}
              onChange={(next) => change({ ...where, [path]: isObject(comparison) || !isBare(next) ? next : (next['eq'] as Json) })}
            />
            {!isReadOnly && (
              <IconButton size="small" label={say('remove-where', { what })} onClick={() => change(withKey(where, path, undefined))}>
                <X aria-hidden />
              </IconButton>
            )}
          </div>
        )
      })}
      {!isReadOnly && !Object.hasOwn(where, '') && (
        <Button kind="quiet" size="small" icon={<Plus aria-hidden />} onClick={add}>
          {say(entries.length === 0 ? 'add-where' : 'add-where-more')}
        </Button>
      )}
    </div>
  )
}

/** Whether a comparison can be written as a bare value, as it was before. */
function isBare(comparison: ConditionJson): boolean {
  return Object.keys(comparison).length === 1 && Object.hasOwn(comparison, 'eq') && !isObject(comparison['eq'])
}
