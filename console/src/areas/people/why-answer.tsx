// The answer to "why": a sentence, each way in with who stood there and what every condition said, what is to come, and what was decided.

import { Check, X } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { changeWords } from '../conditions/evident-change.ts'
import { DecisionLine } from '../decisions/decision-line.tsx'
import { saidWords } from '../decisions/said-words.ts'
import { useTongue } from '../decisions/tongue.ts'
import { WhyMessages } from './why-messages.tsx'

export type Why = AnswerOf<'GET /subscribers/{subscriber}/why/{journey}'>
type WayIn = Why['waysIn'][number]
type Reason = NonNullable<WayIn['now']>

const statusKinds: Readonly<Record<Why['status'], BadgeKind>> = {
  inside: 'good',
  'was inside': 'accent',
  'never entered': 'warn',
  'no such journey': 'plain',
  'not known yet': 'plain',
}

/** What lets in at ways in at which no event stands. */
const ownMoments: readonly string[] = ['condition', 'schedule']

/** <WhyAnswer why={answer} /> */
export function WhyAnswer({ why }: { readonly why: Why }) {
  const say = useWords('people')
  const formats = useFormats()
  const tongue = useTongue()
  return (
    <div className="flex flex-col gap-4">
      <Card title={say('answer')} aside={<Badge kind={statusKinds[why.status]}>{say(`why-status.${why.status}`)}</Badge>}>
        <p className="max-w-prose text-lg">{why.answered.map((said) => saidWords(said, tongue)).join(' ')}</p>
        {why.againFrom !== null && <p className="mt-1 text-soft">{say('again-from', { at: formats.dateTime(why.againFrom) })}</p>}
        {why.isCut && <p className="mt-1 text-sm text-soft">{say('why-cut')}</p>}
      </Card>
      {why.waysIn.map((way) => (
        <Card
          key={`${way.version} ${way.words}`}
          title={
            <span className="text-base">
              {say(way.version === why.version ? 'way-in' : 'way-in-of', { words: saidWords(way.said, tongue), version: way.version })}
            </span>
          }
        >
          {way.chances.length === 0 && <p className="text-soft">{say('nobody-stood')}</p>}
          <ol className="flex flex-col gap-4">
            {way.chances.map((chance) => (
              <li key={`${chance.at} ${chance.event.name} ${chance.key ?? ''}`}>
                <p className="flex flex-wrap items-baseline gap-x-2">
                  <span className="font-medium">{ownMoments.includes(chance.event.name) ? say(`moment.${chance.event.name}`) : chance.event.name}</span>
                  {chance.key !== null && <code className="text-sm break-all">{chance.key}</code>}
                  <time dateTime={new Date(chance.event.occurredAt).toISOString()} className="text-sm text-soft">
                    {formats.exact(chance.event.occurredAt)}
                  </time>
                  <Badge kind={chance.outcome === 'entered' ? 'good' : chance.outcome === 'still running' ? 'accent' : 'warn'}>
                    {say(`outcome.${chance.outcome}`)}
                  </Badge>
                </p>
                {chance.outcome !== 'entered' && <p className="text-warn break-words">{saidWords(chance.said, tongue)}</p>}
                {chance.reason !== null && <Tree reason={chance.reason} />}
              </li>
            ))}
          </ol>
          {way.now !== null && !way.chances.some(({ reason }) => reason !== null) && (
            <>
              <p className="mt-2 text-sm text-soft">{say('as-it-stands')}</p>
              <Tree reason={way.now} />
            </>
          )}
        </Card>
      ))}
      {why.messages.length > 0 && <WhyMessages messages={why.messages} />}
      {why.coming.length > 0 && (
        <Card title={say('coming')}>
          <ul>
            {why.coming.map(({ at, what, said }) => (
              <li key={`${at} ${what}`}>
                <span className="text-soft">{formats.dateTime(at)}</span> {saidWords(said, tongue)}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {why.decided.length > 0 && (
        <Card title={say('decided')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section tabIndex={0} aria-label={say('decided')} className="max-h-96 overflow-auto">
            <ol className="flex flex-col gap-2">
              {why.decided.map((told, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: decisions in their order
                <li key={index} className="grid grid-cols-[11rem_minmax(0,1fr)] gap-x-3 phone:grid-cols-1">
                  <time dateTime={new Date(told.decision['at'] as number).toISOString()} className="text-sm text-soft">
                    {formats.exact(told.decision['at'] as number)}
                  </time>
                  <DecisionLine told={told} />
                </li>
              ))}
            </ol>
          </section>
        </Card>
      )}
    </div>
  )
}

/** A condition with its parts below it. */
function Tree({ reason }: { readonly reason: Reason }) {
  const say = useWords('people')
  const formats = useFormats()
  const Mark = reason.value ? Check : X
  const tongue = useTongue()
  const numbers = reason.says.map((said) => saidWords(said, tongue)).join('; ')
  const words =
    reason.condition === null ? reason.words : saidWords({ code: 'condition', values: { words: reason.words, condition: reason.condition } }, tongue)
  return (
    <ul className="mt-1 ms-1 border-s border-line ps-3">
      <li>
        <p className="flex items-start gap-1.5">
          <Mark
            aria-label={say(reason.value ? 'holds' : 'holds-not')}
            className={reason.value ? 'mt-0.5 size-4 shrink-0 text-good' : 'mt-0.5 size-4 shrink-0 text-bad'}
          />
          <span className="min-w-0 break-words">
            {words}
            {numbers !== '' && <span className="text-soft"> · {numbers}</span>}
            {reason.until !== null && <span className="text-soft"> · {say('holds-until', { at: formats.dateTime(reason.until) })}</span>}
          </span>
        </p>
        {reason.evidence.length > 0 && (
          <ul className="ms-6 text-sm">
            {reason.evidence.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: evidence in a fixed order
              <li key={`${one.position} ${index}`} className={one.counts ? '' : 'text-soft line-through'}>
                {one.change === null ? one.name : changeWords(one.change, tongue.sayCondition)}{' '}
                <span className="text-soft">{formats.exact(one.occurredAt)}</span>
              </li>
            ))}
          </ul>
        )}
        {reason.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts in a fixed order
          <Tree key={`${part.words} ${index}`} reason={part} />
        ))}
      </li>
    </ul>
  )
}
