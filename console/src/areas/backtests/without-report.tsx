// A backtest that came to no report: what it was asked, why there is none, and how it is asked again.

import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { useInWords } from '../../kit/mistakes/use-in-words.ts'
import { Problem } from '../../kit/problem.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { askedAgain, choicesOf, wishedWords } from './wish.ts'

/** The sheet in the place of the report. */
export function WithoutReport(kept: AnswerOf<'GET /backtests/{id}'>) {
  const say = useWords('backtests')
  const why = useWhy(kept)
  return (
    <Card>
      <p className="text-sm text-soft">{wishedWords(kept.wish, say)}</p>
      <p className="mt-1 font-medium">{why}</p>
      <Again {...kept} />
    </Card>
  )
}

/** Why there is no report, in the language of the reader where the server has words for it. */
function useWhy({ state, problem, said, done, of, events }: AnswerOf<'GET /backtests/{id}'>): string {
  const say = useWords('backtests')
  const formats = useFormats()
  const told = useMemo(() => (problem === null ? [] : [{ message: problem, ...(said && { said: { message: said, fix: null } }) }]), [problem, said])
  const [inWords] = useInWords(told)
  if (state === 'failed') return say('report.failed', { problem: inWords?.message ?? '' })
  return done === 0 ? say('report.cancelled') : say('report.stopped-at', { events: formats.number(events), share: formats.percent(done / of) })
}

function Again({ wish, startedAt }: AnswerOf<'GET /backtests/{id}'>) {
  const say = useWords('backtests')
  const navigate = useNavigate()
  const mayNot = useMay('editor')
  const begin = useTell('POST /backtests', { refreshes: ['/backtests'] })
  const body = askedAgain(wish)
  if (body === undefined) return null
  const again = (): void => begin.mutate({ body }, { onSuccess: ({ id }) => void navigate({ to: '/backtests/$id', params: { id: String(id) } }) })
  return (
    <>
      <p className="mt-1 text-soft">{say('report.why-again')}</p>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <Button kind="primary" why={mayNot} isBusy={begin.isPending} onClick={again}>
          {say('report.begin-again')}
        </Button>
        <Link to="/backtests" search={choicesOf(wish, startedAt) as never} className="text-accent hover:underline">
          {say('report.change-first')}
        </Link>
      </div>
      {begin.error && <Problem problem={begin.error} />}
    </>
  )
}
