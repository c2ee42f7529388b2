// One event that arrived: what it matched in words, and what came with it; of a refused one, the reason and the way to mend it.

import { Link } from '@tanstack/react-router'
import { buttonClasses } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { CopyButton } from '../../kit/copy-button.tsx'
import { linkLook } from '../../kit/link-look.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { DecisionLine } from '../decisions/decision-line.tsx'
import { SaidSentence } from '../decisions/said-sentence.tsx'
import type { Shown } from './live-item.ts'

/** <LiveDetail item={item} /> */
export function LiveDetail({ item }: { readonly item: Shown }) {
  const say = useWords('live')
  const formats = useFormats()
  if (item.kind === 'refused') {
    return (
      <Card title={say('was-refused')}>
        <p className="break-words text-bad">
          <SaidSentence said={item.said} />
        </p>
        <p className="mb-3 text-sm text-soft">{item.through}</p>
        <Link to="/live/refused" search={{ open: item.letter } as never} className={buttonClasses({ kind: 'primary', size: 'small' })}>
          {say('mend')}
        </Link>
        <Payload label={say('body')} text={item.body} />
      </Card>
    )
  }
  const person = { subscriber: `#${item.subscriber}` }
  const isLate = Math.abs(item.receivedAt - item.occurredAt) > 1000
  return (
    <Card title={item.name} aside={<CopyButton text={item.messageId} label={say('copy-id')} />}>
      <p className="break-words">
        <Link to={'/people/$subscriber' as never} params={person as never} className={linkLook}>
          {item.calledBy ?? item.userId ?? item.anonymousId ?? `#${item.subscriber}`}
        </Link>
        {item.calledBy !== null && <span className="text-soft"> · {item.userId ?? `#${item.subscriber}`}</span>}
        <span className="text-soft"> · {formats.exact(item.receivedAt)}</span>
        {isLate && <span className="text-soft"> · {say('happened', { at: formats.exact(item.occurredAt) })}</span>}
      </p>
      <h3 className="mt-3 mb-1 font-medium">{say('what-matched')}</h3>
      {item.matched.length === 0 ? (
        <p className="text-soft">{say('matched-nothing')}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {item.matched.map((told, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: decisions in their order
            <li key={`${told.kind} ${index}`}>
              <DecisionLine told={told} />
            </li>
          ))}
        </ul>
      )}
      <Payload
        label={say('payload')}
        text={JSON.stringify({ properties: item.properties, ...(item.traits === null ? {} : { traits: item.traits }) }, null, 2)}
      />
    </Card>
  )
}

function Payload({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <>
      <h3 className="mt-3 mb-1 font-medium">{label}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} className="max-h-96 overflow-auto rounded-md bg-sunken p-2">
        <pre className="font-mono text-xs break-words whitespace-pre-wrap">{text}</pre>
      </section>
    </>
  )
}
