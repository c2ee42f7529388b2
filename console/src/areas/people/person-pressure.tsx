// How much somebody was written to lately, held against each frequency cap. Nothing where there is none.

import { Card } from '../../kit/card.tsx'
import { classes } from '../../kit/classes.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import type { Person } from './person.ts'

/** <PersonPressure person={person} /> */
export function PersonPressure({ person }: { readonly person: Person }) {
  const say = useWords('people')
  const formats = useFormats()
  const caps = person.pressure.filter(({ applies }) => applies)
  if (caps.length === 0) return null
  return (
    <Card title={say('pressure')}>
      <ul className="flex flex-col gap-3">
        {caps.map((cap) => {
          const used = Math.min(cap.sentAt.length, cap.max)
          const isFull = cap.roomFrom !== null
          return (
            <li key={cap.words}>
              <div className="flex justify-between gap-2 text-sm">
                <span className="min-w-0 break-words">
                  {say('cap', { max: cap.max, channel: cap.channel, within: formats.duration(cap.withinMs) })}
                  {cap.topic !== null && <span className="text-soft"> · {cap.topic}</span>}
                </span>
                <span className={classes('shrink-0 font-medium', isFull && 'text-warn')}>
                  {used} / {cap.max}
                </span>
              </div>
              <div className="mt-1 h-1.5 rounded-full bg-sunken">
                <div className={classes('h-1.5 rounded-full', isFull ? 'bg-warn' : 'bg-accent')} style={{ width: `${(100 * used) / cap.max}%` }} />
              </div>
              {cap.roomFrom !== null && (
                <p className="mt-0.5 text-sm text-warn">{say(cap.skips ? 'cap-full-skips' : 'cap-full', { at: formats.dateTime(cap.roomFrom) })}</p>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
