// One decision as a line: what it is, of which journey, and the rest in words; journeys and templates lead to their pages.

import { Link } from '@tanstack/react-router'
import { linkLook } from '../../kit/link-look.ts'
import { decisionTitle, decisionWords } from './decision-words.ts'
import { isOwnJourney } from './own-journeys.ts'
import type { ToldDecision } from './told.ts'
import { useTongue } from './tongue.ts'

/** <DecisionLine told={told} /> */
export function DecisionLine({ told }: { readonly told: ToldDecision }) {
  const tongue = useTongue()
  const words = decisionWords(told, tongue)
  return (
    <div className="min-w-0 break-words">
      <span className="font-medium">{decisionTitle(told.decision, tongue)}</span>
      <DecisionLinks decision={told.decision} />
      {words !== '' && <p className="text-sm text-soft">{words}</p>}
    </div>
  )
}

/** Where the journey and the template of a decision are looked at. */
export function DecisionLinks({ decision }: { readonly decision: ToldDecision['decision'] }) {
  const { journey, template } = decision
  return (
    <>
      {typeof journey === 'string' && !isOwnJourney(journey) && (
        <span className="font-normal text-soft">
          {' · '}
          <Link to={'/journeys/$journey' as never} params={{ journey } as never} className={linkLook}>
            {journey}
          </Link>
        </span>
      )}
      {typeof template === 'string' && !isOwnJourney(template) && (
        <span className="font-normal text-soft">
          {' · '}
          <Link to={'/templates/$template' as never} params={{ template } as never} className={linkLook}>
            {template}
          </Link>
        </span>
      )}
    </>
  )
}
