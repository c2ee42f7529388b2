// Why somebody got something, or did not: a journey and an instant are chosen, the answer comes from the log alone, and every condition shows its value
// of then with the very events that decided it. A case that should never go otherwise becomes a test from here.

import { useParams } from '@tanstack/react-router'
import { CircleHelp, FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Field } from '../../kit/field.tsx'
import { Input, Select } from '../../kit/input.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { LinkAbove } from '../../shell/link-above.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useWords } from '../../words/words.ts'
import { CaseDialog } from './case-dialog.tsx'
import { WhyAnswer } from './why-answer.tsx'

/** The page. */
export function WhyPage() {
  const say = useWords('people')
  const { subscriber } = useParams({ strict: false }) as { subscriber: string }
  const [journey, setJourney] = useUrlState('journey')
  const [at, setAt] = useUrlState('at')
  const [from, setFrom] = useUrlState('from')
  const [isRecording, setRecording] = useState(false)
  const names = useAsk('GET /schema/names', {})
  const person = useAsk('GET /subscribers/{subscriber}', { params: { subscriber } })
  const instants = { ...instantOf('at', at), ...instantOf('from', from) }
  const answer = useAsk(
    'GET /subscribers/{subscriber}/why/{journey}',
    { params: { subscriber, journey }, query: instants },
    { when: journey !== '', keepsPrevious: true },
  )
  const all = (names.data?.journeys ?? []).map(({ name }) => name)
  const journeys = journey === '' || all.includes(journey) ? all : [journey, ...all]
  const isKnown = journey !== '' && answer.data !== undefined && answer.data.status !== 'no such journey'
  const who = person.data?.name ?? person.data?.reached[0]?.address ?? person.data?.userIds[0] ?? subscriber
  return (
    <>
      <PageHeader
        title={say('why')}
        about={say('why-about', { who })}
        above={
          <LinkAbove to="/people/$subscriber" params={{ subscriber }}>
            {who}
          </LinkAbove>
        }
        actions={
          isKnown && (
            <Button icon={<FlaskConical />} onClick={() => setRecording(true)}>
              {say('case-make')}
            </Button>
          )
        }
      />
      <div className="mb-4 grid grid-cols-3 gap-3 phone:grid-cols-1">
        <Field label={say('journey')}>
          {(parts) => (
            <Select {...parts} value={journey} onChange={(event) => setJourney(event.target.value)}>
              <option value="">{say('choose-journey')}</option>
              {journeys.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={say('why-at')} optional={say('why-at-now')}>
          {(parts) => <Input {...parts} type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />}
        </Field>
        <Field label={say('why-from')} optional={say('why-from-ever')}>
          {(parts) => <Input {...parts} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />}
        </Field>
      </div>
      {journey === '' && (
        <EmptyState icon={<CircleHelp />} title={say('why-empty')} command={`oncue why ${person.data?.userIds[0] ?? subscriber} ${all[0] ?? 'welcome'}`}>
          {say('why-empty-about')}
        </EmptyState>
      )}
      {answer.error && <Problem problem={answer.error} />}
      {journey !== '' && answer.isPending && answer.error === null && <Skeleton lines={4} className="h-16" />}
      {journey !== '' && answer.data !== undefined && answer.error === null && <WhyAnswer why={answer.data} />}
      {isRecording && <CaseDialog subscriber={subscriber} journey={journey} onClose={() => setRecording(false)} />}
    </>
  )
}

/** The browser's own form of an instant, in the zone of its reader. */
function instantOf(name: 'at' | 'from', text: string): { readonly at?: number; readonly from?: number } {
  const instant = new Date(text).getTime()
  return text === '' || Number.isNaN(instant) ? {} : { [name]: instant }
}
