// What each rule said about the messages of a journey: what stopped one stands open, what had nothing against it with its numbers, or all together in one line.

import { Check, CircleHelp, Clock, X } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { quoted, saidWords } from '../decisions/said-words.ts'
import { useTongue } from '../decisions/tongue.ts'

export type AskedMessage = AnswerOf<'GET /subscribers/{subscriber}/why/{journey}'>['messages'][number]
type RuleSaid = AskedMessage['rules'][number]

const marks = { refuse: X, defer: Clock, hold: Clock, 'not known': CircleHelp } as const
const colors = { refuse: 'text-bad', defer: 'text-warn', hold: 'text-warn', 'not known': 'text-soft' } as const

/** <WhyMessages messages={why.messages} /> */
export function WhyMessages({ messages }: { readonly messages: readonly AskedMessage[] }) {
  const say = useWords('people')
  const formats = useFormats()
  const tongue = useTongue()
  return (
    <Card title={say('rules-said')}>
      <p className="mb-3 max-w-prose text-sm text-soft">{say('rules-said-about')}</p>
      <ol className="flex flex-col gap-4">
        {messages.map((message) => (
          <li key={`${message.when} ${message.at} ${message.message ?? message.step}`}>
            <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
              <span className="font-medium break-words">{message.step}</span>
              {message.template !== null && message.template !== message.step && (
                <span className="text-sm break-words">{quoted(message.template, tongue)}</span>
              )}
              <span className="text-sm text-soft">{say(`asked-when.${message.when}`, { at: formats.exact(message.at) })}</span>
              <Badge kind={message.stoppedBy === null && !isPutOff(message) ? 'good' : 'warn'}>{say(resultOf(message))}</Badge>
            </p>
            {isPutOff(message) && <p className="mt-1 max-w-prose text-sm text-soft">{say('put-off', { at: formats.dateTime(message.putOffUntil ?? 0) })}</p>}
            <Rules rules={message.rules} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** What held it back is gone, but it was told when to ask again. */
function isPutOff({ stoppedBy, putOffUntil }: AskedMessage): boolean {
  return stoppedBy === null && putOffUntil !== null
}

function resultOf(message: AskedMessage): string {
  const { when, stoppedBy, rules } = message
  if (isPutOff(message)) return 'has-to-wait'
  if (stoppedBy === null) return when === 'asked' ? 'let-out' : 'may-go-out'
  if (rules.find(({ rule }) => rule === stoppedBy)?.outcome !== 'refuse') return 'has-to-wait'
  return when === 'asked' ? 'not-let-out' : 'would-not-go'
}

/** Whose sentences name what they are about: before "the journey is paused" nobody says "pause of the journey". */
const saysItself: ReadonlySet<string> = new Set(['passage', 'stop switch', 'pause', 'address', 'mail pause', 'sending domain'])

function Rules({ rules }: { readonly rules: readonly RuleSaid[] }) {
  const say = useWords('people')
  const formats = useFormats()
  const tongue = useTongue()
  const passing = rules.filter(({ outcome, numbersSaid }) => outcome === 'passes' && numbersSaid.length === 0).map(({ rule }) => say(`rule.${rule}`))
  return (
    <ul className="mt-1 ms-1 flex flex-col gap-1 border-s border-line ps-3">
      {rules.map(({ rule, outcome, said, until, numbersSaid }) => {
        if (outcome === 'passes') {
          const numbers = numbersSaid.map((one) => saidWords(one, tongue)).join(' · ')
          return numbers === '' ? null : <Passing key={rule} words={`${say(`rule.${rule}`)}: ${numbers}`} />
        }
        const Mark = marks[outcome]
        return (
          <li key={rule} className="flex items-start gap-1.5">
            <Mark aria-label={say(`rule-outcome.${outcome}`)} className={`mt-0.5 size-4 shrink-0 ${colors[outcome]}`} />
            <span className="min-w-0 break-words first-letter:uppercase">
              {said === null || !saysItself.has(rule) ? `${say(`rule.${rule}`)}: ` : ''}
              {said === null ? say('others-decide') : saidWords(said, tongue)}
              {until !== null && <span className="text-soft"> · {say('holds-until', { at: formats.dateTime(until) })}</span>}
            </span>
          </li>
        )
      })}
      {passing.length > 0 && <Passing words={passing.join(' · ')} />}
    </ul>
  )
}

function Passing({ words }: { readonly words: string }) {
  const say = useWords('people')
  return (
    <li className="flex items-start gap-1.5 text-sm">
      <Check aria-label={say('rule-outcome.passes')} className="mt-0.5 size-4 shrink-0 text-good" />
      <span className="min-w-0 break-words text-soft first-letter:uppercase">{words}</span>
    </li>
  )
}
