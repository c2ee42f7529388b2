// Counts now what goes together in a collection, instead of waiting for the next day.

import { Sparkles } from 'lucide-react'
import { useTell } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { toast } from '../../kit/toast.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'

/** The button; why it could not be done stands in its tip. */
export function CountNow({ collection }: { readonly collection: string }) {
  const say = useWords('catalogue')
  const mayNot = useMay('editor')
  const count = useTell('POST /catalogue/{collection}/recommendations/count', { refreshes: ['/catalogue'] })
  return (
    <Button
      icon={<Sparkles />}
      why={mayNot ?? count.error?.detail}
      isBusy={count.isPending}
      onClick={() => count.mutate({ params: { collection } }, { onSuccess: ({ items }) => toast(say('counted-now', { count: items ?? 0 })) })}
    >
      {say('count-now')}
    </Button>
  )
}
