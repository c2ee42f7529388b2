// What needs somebody's attention, the worst first, each in a sentence with its reason and the way out.

import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, CirclePause, TriangleAlert } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button, buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { toast } from '../../kit/toast.tsx'
import { areas } from '../../shell/areas.ts'
import { useMay } from '../../shell/session.ts'
import { useStops } from '../../shell/use-stops.ts'
import { type Say, useWords } from '../../words/words.ts'
import { SaidReason } from '../decisions/said-reason.tsx'
import { KnownOf } from './known-of.tsx'
import { wayOut, wayToAllow } from './way-out.ts'

type Attention = AnswerOf<'GET /overview'>['attention'][number]

/** What stops or loses messages, or may. */
export const severe: readonly Attention['kind'][] = ['guard', 'late', 'stuck', 'resting', 'source-silent', 'failed', 'bounces']
const chosen: readonly Attention['kind'][] = ['paused', 'stop', 'allowed', 'choice']

/** The card. */
export function AttentionList({ attention }: { readonly attention: readonly Attention[] }) {
  const say = useWords('home')
  return (
    <Card isFlush title={say('attention.title')} aside={<Badge kind="warn">{say('attention.count', { count: attention.length })}</Badge>}>
      <ul className="mt-1 divide-y divide-line">
        {attention.map((one) => (
          <Finding key={`${one.kind} ${one.about ?? ''}`} finding={one} />
        ))}
      </ul>
    </Card>
  )
}

function Finding({ finding }: { readonly finding: Attention }) {
  const say = useWords('home')
  const { kind, about, count, since, said } = finding
  const scope = useScopeWords(kind === 'stop' ? about : null)
  const values = { about: scope ?? about ?? '', count: count ?? 0 }
  const to = wayOut(finding)
  const toAllow = wayToAllow(finding)
  // Only where there is such an area.
  const isThere = to !== undefined && areas.some(({ name }) => name === to.path.split('/')[1])
  const Icon = severe.includes(kind) ? CircleAlert : chosen.includes(kind) ? CirclePause : TriangleAlert
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 phone:items-start">
      <Icon aria-hidden className={`size-4.5 shrink-0 ${severe.includes(kind) ? 'text-bad' : chosen.includes(kind) ? 'text-soft' : 'text-warn'}`} />
      <div className="min-w-60 flex-1 phone:min-w-0 phone:basis-[calc(100%-2.5rem)]">
        <p className="break-words">
          {kind === 'refused' && about !== null ? say('attention.refused-file', { what: definitionWords(about, say) }) : say(`attention.${kind}`, values)}
          {since !== null && (
            <span className="text-soft">
              {' · '}
              <RelativeTime at={since} />
            </span>
          )}
        </p>
        {said !== null && (
          <p className="text-sm break-words text-soft">
            <SaidReason said={said} />
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 phone:basis-full phone:ps-7.5">
        <KnownOf finding={finding} />
        {kind === 'stop' && about !== null && <Resume scope={about} />}
        {toAllow !== undefined && isThere && (
          <Link to={toAllow.path} search={toAllow.search as never} className={buttonClasses({ size: 'small' })}>
            {say('attention.way-out.allow')}
          </Link>
        )}
        {to !== undefined && isThere && (
          <Link to={to.path} search={to.search as never} className={buttonClasses({ size: 'small' })}>
            {say(`attention.way-out.${to.say}`)}
          </Link>
        )}
      </div>
    </li>
  )
}

/** "template hello", as it is called in the reader's language; a file by its name. */
function definitionWords(about: string, say: Say): string {
  const [, kind = 'file', name = about] = /^(journey|template|segment|collection|workspace) (.+)$/s.exec(about) ?? []
  return say(`attention.mistaken.${kind}`, { name })
}

/** Lifts the stop switch that is called so. */
function Resume({ scope }: { readonly scope: string }) {
  const say = useWords('home')
  const why = useMay('sender')
  const { stops } = useStops()
  const resume = useTell('POST /stops/resume', { refreshes: ['/stops', '/overview'] })
  const stop = stops.map(scopeOf).find((one) => one.text === scope)
  if (stop === undefined) return null
  return (
    <>
      <Button
        size="small"
        why={why}
        icon={<CircleCheck aria-hidden />}
        isBusy={resume.isPending}
        onClick={() => resume.mutate({ body: stop.scope }, { onSuccess: () => toast(say('attention.resumed')) })}
      >
        {say('attention.way-out.resume')}
      </Button>
      {resume.error && <Problem className="basis-full" problem={resume.error} />}
    </>
  )
}

/** What a stop switch is about; undefined while it is not known which one it is. */
function useScopeWords(about: string | null): string | undefined {
  const say = useWords('home')
  const { stops } = useStops()
  const stop = about === null ? undefined : stops.find((one) => scopeOf(one).text === about)
  if (stop === undefined) return undefined
  if ('all' in stop) return say('attention.scope.all')
  if ('template' in stop) return say('attention.scope.template', { name: stop.template })
  if ('domain' in stop) return say(stop.purpose === undefined ? 'attention.scope.domain' : 'attention.scope.advertising', { name: stop.domain })
  return say(stop.version === undefined ? 'attention.scope.journey' : 'attention.scope.version', { name: stop.journey, version: stop.version })
}

/** The scope of a switch alone, and what the server calls it. */
function scopeOf(stop: ReturnType<typeof useStops>['stops'][number]) {
  if ('all' in stop) return { scope: { all: true as const }, text: 'everything' }
  if ('template' in stop) return { scope: { template: stop.template }, text: `template ${stop.template}` }
  if ('domain' in stop) {
    const { domain, purpose } = stop
    return purpose === undefined ? { scope: { domain }, text: `domain ${domain}` } : { scope: { domain, purpose }, text: `advertising from ${domain}` }
  }
  const { journey, version } = stop
  return version === undefined
    ? { scope: { journey }, text: `journey ${journey}` }
    : { scope: { journey, version }, text: `journey ${journey} version ${version}` }
}
