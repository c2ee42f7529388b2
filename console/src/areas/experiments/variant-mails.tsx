// What people did with the mails of each variant, such as two subjects: how many opened them and clicked in them, and how sure a difference is.

import type { ReactNode } from 'react'
import { classes } from '../../kit/classes.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { aheadOf, Verdict } from './verdict.tsx'

interface Interval {
  readonly low: number
  readonly high: number
}

interface Reaction {
  readonly count: number
  readonly rate: number | null
  readonly interval: Interval
  readonly comparison: { readonly interval: Interval; readonly verdict: string } | null
}

export interface VariantMails {
  readonly sent: number
  readonly opened: Reaction
  readonly clicked: Reaction
}

interface Arm {
  readonly name: string
  readonly mails: VariantMails | null
}

const reactions = ['opened', 'clicked'] as const

/** Nothing where no variant sends mails. */
export function MailsTable({ arms, label }: { readonly arms: readonly Arm[]; readonly label: string }) {
  const say = useWords('experiments')
  const formats = useFormats()
  if (arms.every(({ mails }) => mails === null)) return null
  const cell = (title: string, main: ReactNode, below?: ReactNode): ReactNode => (
    <td key={title} className="px-2 py-2 text-end phone:flex phone:justify-between phone:gap-4 phone:px-0 phone:py-1">
      <span className="hidden text-start text-soft phone:inline">{title}</span>
      <span>
        {main}
        {below !== undefined && <span className="block text-sm text-soft">{below}</span>}
      </span>
    </td>
  )
  const reactionCells = ({ mails }: Arm, did: (typeof reactions)[number]): ReactNode => {
    const [title, sure] = [say(`mails.${did}`), say(`mails.sure-${did}`)]
    const { rate, interval, comparison = null } = mails?.[did] ?? {}
    if (rate == null || interval === undefined) return [cell(title, '—'), cell(sure, '—')]
    const between =
      comparison === null ? undefined : say('points', { low: formats.points(comparison.interval.low), high: formats.points(comparison.interval.high) })
    return [cell(title, formats.rate(rate), formats.rates(interval.low, interval.high)), cell(sure, <Verdict verdict={comparison?.verdict ?? null} />, between)]
  }
  const titles = [say('column.variant'), say('mails.sent'), ...reactions.flatMap((did) => [say(`mails.${did}`), say(`mails.sure-${did}`)])]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <section className="mt-3 overflow-x-auto" tabIndex={0} aria-label={say('mails.table', { of: label })}>
      <table className="w-full table-fixed text-base phone:block">
        <thead className="text-sm text-soft phone:hidden">
          <tr>
            {titles.map((title, index) => (
              <th key={title} scope="col" className={classes('px-2 py-1.5 font-medium', index === 0 ? 'w-1/5 text-start' : 'text-end')}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line tabular-nums phone:block">
          {arms.map((arm) => (
            <tr key={arm.name} className="phone:block phone:py-2">
              <th scope="row" className="px-2 py-2 text-start font-medium break-words phone:block phone:px-0">
                {arm.name}
              </th>
              {cell(say('mails.sent'), arm.mails === null ? '—' : formats.number(arm.mails.sent))}
              {reactions.map((did) => reactionCells(arm, did))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What it amounts to where no goal says what is better: a sentence for clicks and one for opens. */
export function MailOutcome({ arms }: { readonly arms: readonly Arm[] }) {
  const say = useWords('experiments')
  const formats = useFormats()
  const seen = reactions.map((did) =>
    arms.flatMap(({ name, mails }) => (mails === null ? [] : [{ name, did, rate: mails[did].rate, verdict: mails[did].comparison?.verdict ?? null }])),
  )
  const sentences = seen.flatMap((compared) => {
    const { best, next } = aheadOf(compared)
    if (best === undefined || next === undefined) return []
    return [say(`mails.more-${best.did}`, { best: best.name, than: next.name, rate: formats.rate(best.rate ?? 0), other: formats.rate(next.rate ?? 0) })]
  })
  const isTooFew = seen.flat().every(({ verdict }) => verdict === null || verdict === 'too few to say')
  return <p className="text-lg">{sentences.length > 0 ? sentences.join(' ') : say(isTooFew ? 'outcome.too-few' : 'outcome.none')}</p>
}
