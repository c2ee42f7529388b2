// Filling the demo with people: the offer, how far it is, and the moment in which the server changes over. It asks once more before people who are there are lost.

import { useQueryClient } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { refresh, useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx'
import { Problem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

type Filling = NonNullable<AnswerOf<'GET /first-steps'>['filling']>

/** Whoever came in by hand or in the shop; more than so many are made up already. */
const few = 30

/** The offer, or how far it is; nothing once the demo is full. */
export function FillDemo({ filling, people, isAway }: { readonly filling: Filling; readonly people: number; readonly isAway: boolean }) {
  const say = useWords('first-run')
  const formats = useFormats()
  const client = useQueryClient()
  const why = useMay('owner')
  const fill = useTell('POST /first-steps/demo', { refreshes: ['/first-steps'] })
  const [isAsking, setAsking] = useState(false)
  const isUnderWay = filling.state === 'filling' || filling.state === 'changing over'
  const wasUnderWay = useRef(false)
  useEffect(() => {
    if (isUnderWay) wasUnderWay.current = true
    else if (wasUnderWay.current && filling.state === 'none') {
      wasUnderWay.current = false
      toast(say('fill.done'))
      void refresh(client, ['/'])
    }
  }, [isUnderWay, filling.state, client, say])
  const begin = (): void => fill.mutate({ body: { people: 2000, days: 90 } }, { onSettled: () => setAsking(false) })
  if (isUnderWay) {
    const isChanging = isAway || filling.state === 'changing over'
    return (
      <div className="flex flex-col gap-2 rounded-md bg-tint p-4 text-on-tint" role="status">
        <p className="font-medium">{say(isChanging ? 'fill.changing' : 'fill.under-way')}</p>
        <progress className="h-2 w-full" value={isChanging ? 1 : filling.part} aria-label={say('fill.under-way')} />
        <p className="text-sm">{say('fill.so-far', { events: formats.number(filling.events), mails: formats.number(filling.mails) })}</p>
      </div>
    )
  }
  if (people > few) return null
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md bg-tint p-4">
      <Sparkles aria-hidden className="size-5 shrink-0 text-on-tint" />
      <div className="min-w-60 flex-1">
        <p className="font-medium">{say('fill.offer')}</p>
        <p className="text-soft">{say('fill.about')}</p>
      </div>
      <Button why={why} isBusy={fill.isPending} onClick={() => (people > 1 ? setAsking(true) : begin())}>
        {say('fill.begin')}
      </Button>
      {filling.state === 'failed' && <p className="w-full text-bad">{say('fill.failed', { problem: filling.problem })}</p>}
      {fill.error && <Problem problem={fill.error} className="w-full" />}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={say('fill.begin')}
        description={say('fill.loses', { count: people })}
        action={say('fill.begin')}
        isBusy={fill.isPending}
        problem={fill.error}
        onConfirm={begin}
      />
    </div>
  )
}
