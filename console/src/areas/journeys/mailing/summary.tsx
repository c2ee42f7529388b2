// What a mail to many means, in sentences: when it goes out, to how many, and what it is called.

import { useFormats } from '../../../words/formats.ts'
import { useWords } from '../../../words/words.ts'
import { clockText } from './clock-text.ts'
import { DomainLines } from './domain-lines.tsx'
import { LeftOfDesign } from './left-of-design.tsx'
import { ReachTable } from './reach-table.tsx'
import type { MailingForm } from './use-mailing.ts'
import type { Reached } from './use-reach.ts'
import { instantIn } from './when.ts'

/** The sentences, and the numbers. */
export function Summary({ form: { said, topic, zone }, reached }: { readonly form: MailingForm; readonly reached: Reached }) {
  const say = useWords('mailing')
  const formats = useFormats()
  const { when } = said
  const own = when.zone === 'subscriber'
  const at = when.kind === 'at' ? instantIn(own ? zone : when.zone, when.local) : 0
  const clock = clockText(when.local)
  const time =
    when.kind === 'now' ? say('summary.now') : own ? say('summary.own', { clock }) : say('summary.at', { clock, zone: when.zone, here: formats.dateTime(at) })
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">{time}</p>
      <p className="text-base">{say('summary.mail', { template: said.template, topic })}</p>
      <LeftOfDesign template={said.template} />
      <ReachTable reached={reached} isAsked />
      <DomainLines />
      <p className="text-sm text-soft">{say('summary.later')}</p>
    </div>
  )
}
