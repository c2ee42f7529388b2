// The bar on every page of a copy for staging: that people in it are nobody and nothing leaves it, what time it is there, and winding its clock on.

import { useQueryClient } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { refresh, useAsk, useTell } from '../client/use-ask.ts'
import { Button } from '../kit/button.tsx'
import { Problem } from '../kit/problem.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.ts'
import { useMay } from './session.ts'

const ways = [
  ['hour', { forward: '1h' }],
  ['day', { forward: '1d' }],
  ['next', { toNext: true }],
] as const

/** Only where the workspace is a copy. */
export function StagingBar() {
  const say = useWords('shell')
  const formats = useFormats()
  const client = useQueryClient()
  const why = useMay('sender')
  const { data } = useAsk('GET /demo/clock', {}, { everyMs: 10_000 })
  const wind = useTell('POST /demo/clock', { refreshes: ['/demo/clock'] })
  // Winding changes whatever a page shows.
  const on = (body: (typeof ways)[number][1]): void => wind.mutate({ body }, { onSuccess: () => void refresh(client, ['/']) })
  return (
    <section aria-label={say('staging.is')} className="border-b border-line bg-violet-tint px-4 py-2 text-base">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <FlaskConical aria-hidden className="size-5 shrink-0 text-violet" />
        <p className="min-w-60 flex-1">
          <strong className="font-semibold text-violet">{say('staging.is')}</strong> {say('staging.means')}{' '}
          {data !== undefined && <span className="tabular-nums">{say('staging.clock', { when: formats.dateTime(data.now) })}</span>}
        </p>
        <fieldset aria-label={say('staging.wind')} className="m-0 flex flex-wrap gap-1.5 border-0 p-0">
          {ways.map(([way, body]) => (
            <Button
              key={way}
              size="small"
              why={why ?? (way === 'next' && data?.next === null ? say('staging.nothing') : undefined)}
              isBusy={wind.isPending}
              onClick={() => on(body)}
            >
              {say(`staging.${way}`)}
            </Button>
          ))}
        </fieldset>
      </div>
      {wind.error && <Problem problem={wind.error} className="mt-2" />}
    </section>
  )
}
