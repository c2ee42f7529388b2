// Whether somebody knows of a finding, and the button that says so: then others need not look.

import type { AnswerOf } from '../../client/ask.ts'
import { useAsk, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Problem } from '../../kit/problem.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'

type Finding = Pick<AnswerOf<'GET /overview'>['attention'][number], 'kind' | 'about'>

/** Nothing for what is no alert, such as what the team did itself. */
export function KnownOf({ finding: { kind, about } }: { readonly finding: Finding }) {
  const say = useWords('home')
  const why = useMay('sender')
  const { data } = useAsk('GET /alerts', {}, { everyMs: 60_000 })
  const know = useTell('POST /alerts/acknowledge', { refreshes: ['/alerts'] })
  const id = about === null ? kind : `${kind} ${about}`
  const alert = data?.alerts.find((one) => one.id === id && one.state !== 'over')
  if (alert === undefined) return null
  if (alert.acknowledged !== null) return <span className="text-sm text-soft">{say('attention.known', { by: alert.acknowledged.by })}</span>
  return (
    <>
      <Button size="small" why={why} isBusy={know.isPending} onClick={() => know.mutate({ body: { id } })}>
        {say('attention.know')}
      </Button>
      {know.error && <Problem className="basis-full" problem={know.error} />}
    </>
  )
}
