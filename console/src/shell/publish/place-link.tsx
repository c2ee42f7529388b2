// The place of a problem, such as journeys/welcome.yaml:12: a link to the page where that is edited, with the line, so that the page opens its very part.

import { Link } from '@tanstack/react-router'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'

type DefinitionFile = AnswerOf<'GET /definitions'>['files'][number]
type Held = DefinitionFile['holds'][number]

export interface PlaceLinkProps {
  readonly file: string
  readonly line: number
  readonly onLeave: () => void
}

/** Words alone where no page edits what stands there, such as tests and TypeScript. */
export function PlaceLink({ file, line, onLeave }: PlaceLinkProps) {
  const files = useAsk('GET /definitions', {}).data?.files
  const to = addressOf(files?.find(({ path }) => path === file)?.holds ?? [], line)
  const words = `${file}:${line}`
  if (to === undefined) return <span className="font-medium">{words}</span>
  return (
    <Link to={to} search={{ line } as never} onClick={onLeave} className="font-medium text-accent underline">
      {words}
    </Link>
  )
}

const pages: Readonly<Record<string, string>> = { journey: '/journeys', segment: '/segments', template: '/templates', collection: '/catalogue' }

/** Of the definition in whose lines it stands. */
function addressOf(holds: readonly Held[], line: number): string | undefined {
  const held = holds.filter((one) => one.line <= line).at(-1) ?? holds[0]
  if (held?.kind === 'workspace') return '/settings/policy'
  const page = pages[held?.kind ?? '']
  return held === undefined || page === undefined ? undefined : `${page}/${encodeURIComponent(held.name)}`
}
