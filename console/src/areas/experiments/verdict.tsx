// How sure a difference is, and who is ahead.

import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { useWords } from '../../words/words.ts'

const kinds: Readonly<Record<string, BadgeKind>> = { higher: 'good', lower: 'warn', 'no difference shown': 'plain', 'too few to say': 'plain' }

/** A dash for what the others are compared with. */
export function Verdict({ verdict }: { readonly verdict: string | null }) {
  const say = useWords('experiments')
  return verdict === null ? (
    '—'
  ) : (
    <Badge kind={kinds[verdict] ?? 'plain'} wraps>
      {say(`verdict.${verdict.replaceAll(' ', '-')}`)}
    </Badge>
  )
}

interface Compared {
  readonly rate: number | null
  /** Null for what the others are compared with. */
  readonly verdict: string | null
}

/** The one that was shown to be ahead of what all are compared with, or that one when all others are behind it, with the next below it; none otherwise. */
export function aheadOf<One extends Compared>(all: readonly One[]): { readonly best: One | undefined; readonly next: One | undefined } {
  const best = bestOf(all)
  return { best, next: best === undefined ? undefined : highest(all.filter((one) => one !== best)) }
}

function bestOf<One extends Compared>(all: readonly One[]): One | undefined {
  const higher = all.filter(({ verdict }) => verdict === 'higher')
  if (higher.length > 0) return highest(higher)
  const compared = all.filter(({ verdict }) => verdict !== null)
  return compared.length > 0 && compared.every(({ verdict }) => verdict === 'lower') ? all.find(({ verdict }) => verdict === null) : undefined
}

function highest<One extends Compared>(all: readonly One[]): One | undefined {
  return all.reduce<One | undefined>((best, one) => ((one.rate ?? 0) > (best?.rate ?? -1) ? one : best), undefined)
}
