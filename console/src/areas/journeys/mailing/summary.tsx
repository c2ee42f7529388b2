// What a mail to many means, in sentences: when it goes out, to how many, and what it is called.

import { useAsk } from '../../../client/use-ask.ts'
import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import { clockText } from './clock-text.ts'
import { DomainLines } from './domain-lines.tsx'
import { LeftOfDesign } from './left-of-design.tsx'
import { ReachTable } from './reach-table.tsx'
import type { MailingForm } from './use-mailing.ts'
import type { Reached } from './use-reach.ts'
import { meantBy, type Tries, variantName } from './variants.ts'
import { clockIn, instantIn } from './when.ts'

/** The sentences, and the numbers. */
export function Summary({ form: { said, topic, zone }, reached }: { readonly form: MailingForm; readonly reached: Reached }) {
  const say = useWords('mailing')
  const formats = useFormats()
  const { when } = said
  const own = when.zone === 'subscriber'
  const at = when.kind === 'at' ? instantIn(own ? zone : when.zone, when.local) : 0
  const clock = clockText(when.local)
  // Where whoever reads has the same clock, nothing is said twice.
  const isSame = clockIn(Intl.DateTimeFormat().resolvedOptions().timeZone, at) === when.local
  const time =
    when.kind === 'now'
      ? say('summary.now')
      : own
        ? say('summary.own', { clock })
        : say(isSame ? 'summary.at-here' : 'summary.at', { clock, zone: when.zone, here: formats.dateTime(at) })
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">{time}</p>
      <p className="text-base">{say('summary.mail', { template: said.template, topic })}</p>
      {said.tries !== undefined && <Tried tries={said.tries} template={said.template} topic={topic} />}
      <LeftOfDesign template={said.template} />
      <ReachTable reached={reached} isAsked />
      <DomainLines />
      <p className="text-sm text-soft">{say('summary.later')}</p>
    </div>
  )
}

/** The versions that some get first, and what becomes of the others. */
function Tried({ tries, template, topic }: { readonly tries: Tries; readonly template: string; readonly topic: string }) {
  const { share, for: length, by, otherwise } = tries
  const variants = meantBy(tries)
  const say = useWords('mailing')
  const formats = useFormats()
  const templates = useAsk('GET /templates', { query: {} }).data?.templates ?? []
  const subjectOf = (one: Tries['variants'][number]): string =>
    one.subject.trim() || (templates.find((known) => known.template === (one.template || template))?.subject ?? template)
  // The consent of one topic is asked for all versions, whatever their mails are about by themselves.
  const others = templates.filter((known) => known.topic !== null && known.topic !== topic && variants.some((one) => one.template === known.template))
  return (
    <>
      <p className="text-base">
        {say('try.summary', { share: formats.percent(share / 100), length: formats.span(length) })} {say(`try.summary-by.${by}`, { otherwise })}
      </p>
      <ul className="m-0 flex list-none flex-col gap-0.5 p-0 text-base">
        {variants.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a version is what stands at its place
          <li key={index} className="break-words">
            <span className="font-semibold">{variantName(index)}</span>{' '}
            {[subjectOf(one), one.preheader.trim(), one.sender.trim()].filter((part) => part !== '').join(' · ')}
          </li>
        ))}
      </ul>
      {others.map((one) => (
        <p key={one.template} className="rounded-md bg-warn-tint px-3 py-2 text-base break-words text-warn">
          {say('try.other-topic', { template: one.template, own: one.topic, topic })}
        </p>
      ))}
    </>
  )
}
