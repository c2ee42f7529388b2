// An instant as people say it ("3 hours ago"), with the exact one on hover. It keeps itself up to date.

import { useEffect, useState } from 'react'
import { useFormats } from '../words/formats.ts'
import { every, now, whenFollowed } from './clock.ts'

/** What lies ahead by less is the clocks being apart, and is now; what lies further ahead is told as such. */
const apartMs = 60_000

/** <RelativeTime at={message.sentAt} /> */
export function RelativeTime({ at }: { readonly at: number }) {
  const formats = useFormats()
  const [present, setPresent] = useState(now)
  useEffect(() => {
    const update = (): void => setPresent(now())
    // The time at the server may have been learned since this was drawn first.
    update()
    const ends = [every(30_000, update), whenFollowed(update)]
    return () => ends.forEach((end) => void end())
  }, [])
  return (
    <time dateTime={new Date(at).toISOString()} title={formats.exact(at)}>
      {formats.relative(at, at - present < apartMs ? Math.max(present, at) : present)}
    </time>
  )
}
