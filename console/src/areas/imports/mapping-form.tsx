// What the columns of a file mean. Who it is and attributes are proposed from what stands in the file; that somebody said yes is never proposed: a
// person says so, with where it comes from. A dry run shows what the rows become before anything happens.

import { useState } from 'react'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Checkbox } from '../../kit/check.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFirstMistake } from '../../kit/use-first-mistake.ts'
import { NotInForce } from '../../shell/not-in-force.tsx'
import { TopicChoice } from '../../shell/topic-choice.tsx'
import { useTopics } from '../../shell/use-topics.ts'
import { useWords } from '../../words/words.ts'
import { type ColumnUse, chosenUses, mappingOf, type Unreadable, unreadables, usesOf } from './column-uses.ts'
import { DryRun } from './dry-run.tsx'
import { startLabel } from './start-label.ts'

interface MappingFormProps {
  readonly id: string
  readonly kind: 'subscribers' | 'events'
  readonly onStarted: () => void
}

/** The form, once the file was looked at. */
export function MappingForm({ id, kind, onStarted }: MappingFormProps) {
  const say = useWords('imports')
  const looked = useAsk('GET /imports/{id}/look', { params: { id } })
  /** What somebody said; the rest is as it is proposed. */
  const [said, setSaid] = useState<Readonly<Record<string, ColumnUse>>>({})
  const [list, setList] = useState('')
  const [topic, setTopic] = useState('')
  const [source, setSource] = useState('')
  const [isSuppression, setSuppression] = useState(false)
  const [why, setWhy] = useState('')
  const [dates, setDates] = useState('')
  const [event, setEvent] = useState('')
  const [unreadable, setUnreadable] = useState<Unreadable>('left-out')
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [mayTrigger, setMayTrigger] = useState(false)
  const [tries, setTries] = useState(0)
  const hasTried = tries > 0
  const form = useFirstMistake<HTMLDivElement>(tries)
  const { draftOf } = useTopics()
  const trial = useTell('POST /imports/{id}/try')
  const start = useTell('POST /imports/{id}/start', { refreshes: ['/imports'] })
  const columns = looked.data?.columns
  if (looked.error) return <Problem problem={looked.error} />
  if (columns === undefined) return <Skeleton lines={6} className="h-10" />
  const uses = chosenUses({ columns, kind, said })
  const speaksOfTopic = kind === 'subscribers' && Object.values(uses).some(({ use }) => use === 'topic')
  const hasTimes = Object.values(uses).some(({ use }) => use === 'evidence.at' || use === 'timestamp')
  const hasTypes = kind === 'subscribers' && Object.values(uses).some(({ use, type }) => use === 'attribute' && type !== 'text')
  const needsTopic = speaksOfTopic && topic === ''
  const needsSource = speaksOfTopic && source.trim().length < 3
  const saysWhyNot = kind === 'subscribers' && Object.values(uses).some(({ use }) => use === 'suppressed')
  const needsWhy = (isSuppression || saysWhyNot) && why.trim().length < 3
  const tryIt = (): void => {
    setTries(tries + 1)
    if (!needsTopic && !needsSource && !needsWhy) trial.mutate({ params: { id }, body })
  }
  const body = {
    mapping: mappingOf({ kind, columns, uses, list, topic, source, suppressed: isSuppression || saysWhyNot ? why : undefined, dates, event, zone, unreadable }),
    mayTrigger,
  }
  // What was tried is what is started: a change of anything wants another try.
  const tried = JSON.stringify(trial.variables?.body) === JSON.stringify(body) ? trial.data : undefined
  const change = (column: string, next: Partial<ColumnUse>): void => {
    setSaid({ ...said, [column]: { ...(uses[column] as ColumnUse), ...next } })
  }
  return (
    <div ref={form} className="flex flex-col gap-4">
      <Card title={say('columns')}>
        <p className="mb-3 text-base text-soft">{say(`columns-about.${kind}`)}</p>
        <ul className="divide-y divide-line">
          {columns.map((one) => {
            const use = uses[one.column] as ColumnUse
            return (
              <li key={one.column} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)] items-center gap-3 py-2.5 text-base phone:grid-cols-1">
                <div className="min-w-0">
                  <span className="font-medium break-words">{one.column}</span>
                  <span className="block truncate text-sm text-soft">{one.samples.join(' · ')}</span>
                  {one.likely === 'consent' && <span className="block text-sm text-warn">{say('maybe-consent')}</span>}
                </div>
                <Select
                  aria-label={say('means', { column: one.column })}
                  value={use.use}
                  onChange={(changed) => change(one.column, { use: changed.target.value as ColumnUse['use'] })}
                >
                  {usesOf(kind).map((each) => (
                    <option key={each} value={each}>
                      {say(`uses.${each}`)}
                    </option>
                  ))}
                </Select>
                {use.use === 'attribute' || use.use === 'property' || use.use === 'trait' ? (
                  <div className="flex gap-2">
                    <Input
                      aria-label={say('name-of', { column: one.column })}
                      value={use.name}
                      onChange={(changed) => change(one.column, { name: changed.target.value })}
                    />
                    <div className="w-36 shrink-0">
                      {' '}
                      <Select
                        aria-label={say('type-of', { column: one.column })}
                        value={use.type}
                        onChange={(changed) => change(one.column, { type: changed.target.value })}
                      >
                        {(['text', 'number', 'money', 'boolean', 'time', 'json'] as const).map((type) => (
                          <option key={type} value={type}>
                            {say(`types.${type}`)}
                          </option>
                        ))}
                      </Select>
                    </div>
                  </div>
                ) : (
                  <span className="text-sm text-soft">{say(`uses-mean.${use.use}`)}</span>
                )}
              </li>
            )
          })}
        </ul>
      </Card>
      <Card title={say('further')}>
        <div className="grid grid-cols-2 gap-4 phone:grid-cols-1">
          {kind === 'subscribers' && (
            <>
              <Field label={say('list')} hint={say('list-hint')} optional>
                {(parts) => <Input {...parts} placeholder="old-shop" value={list} onChange={(changed) => setList(changed.target.value)} />}
              </Field>
              {hasTypes && (
                <Field label={say('unreadable')} hint={say('unreadable-hint')}>
                  {(parts) => (
                    <Select {...parts} value={unreadable} onChange={(changed) => setUnreadable(changed.target.value as Unreadable)}>
                      {unreadables.map((each) => (
                        <option key={each} value={each}>
                          {say(`unreadables.${each}`)}
                        </option>
                      ))}
                    </Select>
                  )}
                </Field>
              )}
              {speaksOfTopic && (
                <>
                  <Field label={say('topic')} hint={say('topic-hint')} error={hasTried && needsTopic ? say('topic-missing') : undefined}>
                    {(parts) => <TopicChoice {...parts} value={topic} onChange={setTopic} />}
                  </Field>
                  <Field label={say('source')} hint={say('source-hint')} error={hasTried && needsSource ? say('source-missing') : undefined}>
                    {(parts) => <Input {...parts} required maxLength={200} value={source} onChange={(changed) => setSource(changed.target.value)} />}
                  </Field>
                  <div className="col-span-full empty:hidden">
                    <NotInForce draft={draftOf(topic)} name={topic} />
                  </div>
                </>
              )}
            </>
          )}
          {kind === 'events' && !Object.values(uses).some(({ use }) => use === 'event') && (
            <Field label={say('event-name')} hint={say('event-name-hint')}>
              {(parts) => <Input {...parts} required placeholder="Order Completed" value={event} onChange={(changed) => setEvent(changed.target.value)} />}
            </Field>
          )}
          {hasTimes && (
            <Field label={say('dates')} hint={say('dates-hint')} optional>
              {(parts) => <Input {...parts} placeholder="D.M.YYYY HH:mm" value={dates} onChange={(changed) => setDates(changed.target.value)} />}
            </Field>
          )}
          <Field label={say('zone')} hint={say('zone-hint')}>
            {(parts) => <Input {...parts} required value={zone} onChange={(changed) => setZone(changed.target.value)} />}
          </Field>
        </div>
        <div className="mt-4 flex flex-col gap-4">
          {kind === 'subscribers' && !saysWhyNot && (
            <Checkbox label={say('suppression')} hint={say('suppression-hint')} checked={isSuppression} onChange={setSuppression} />
          )}
          {(isSuppression || saysWhyNot) && (
            <Field label={say('why-not')} hint={say('why-not-hint')} error={hasTried && needsWhy ? say('why-not-missing') : undefined}>
              {(parts) => <Input {...parts} required maxLength={100} value={why} onChange={(changed) => setWhy(changed.target.value)} />}
            </Field>
          )}
          <Checkbox label={say('may-trigger')} hint={say('may-trigger-hint')} checked={mayTrigger} onChange={setMayTrigger} />
        </div>
      </Card>
      {trial.error && <Problem problem={trial.error} />}
      {tried !== undefined && <DryRun tried={tried} />}
      {start.error && <Problem problem={start.error} />}
      <div className="flex flex-wrap gap-2">
        <Button kind={tried === undefined ? 'primary' : 'plain'} isBusy={trial.isPending} onClick={tryIt}>
          {say('try')}
        </Button>
        <Button
          kind={tried === undefined ? 'plain' : 'primary'}
          why={tried === undefined ? say('try-first') : undefined}
          disabled={tried?.good === 0}
          isBusy={start.isPending}
          onClick={() => start.mutate({ params: { id }, body }, { onSuccess: onStarted })}
        >
          {startLabel(say, tried)}
        </Button>
      </div>
    </div>
  )
}
