// The segments that the sides define otherwise: who would come in and leave, who would be in them at the end, and who on one side only.

import { Card } from '../../kit/card.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { Numbers } from './numbers.tsx'
import { armName, type Report } from './report.ts'

/** Nothing where no segment differs. */
export function Segments({ report }: { readonly report: Report }) {
  const say = useWords('backtests')
  const formats = useFormats()
  const names = [...new Set(report.arms.flatMap(({ segments = [] }) => segments.map(({ segment }) => segment)))]
  if (names.length === 0) return null
  const rows = names.flatMap((name) =>
    report.arms.flatMap((arm, index) => {
      const own = arm.segments?.find(({ segment }) => segment === name)
      if (own === undefined) return []
      const only = onlyIn(report, name, index)
      const cells = [own.before, own.people, own.left, own.held].map((count) => (count === undefined ? '–' : formats.number(count)))
      return [{ key: `${index} ${name}`, cells: [`${name} · ${armName(arm.name, say)}`, ...cells, only === undefined ? '–' : formats.number(only)] }]
    }),
  )
  return (
    <Card title={say('report.segments')} isFlush>
      <Numbers
        label={say('report.segments')}
        head={[say('report.segment'), say('report.at-the-start'), say('report.came-in'), say('report.went'), say('report.at-the-end'), say('report.only-here')]}
        rows={rows}
      />
    </Card>
  )
}

/** Who is in a segment at the end in this arm and not in the one beside it; undefined for the first of several, which is held against each. */
function onlyIn({ arms, differences }: Report, name: string, index: number): number | undefined {
  if (index === 0 && arms.length > 2) return undefined
  const one = differences[Math.max(0, index - 1)]?.segments?.find(({ segment }) => segment === name)
  return index === 0 ? (one?.onlyBefore ?? 0) : (one?.onlyAfter ?? 0)
}
