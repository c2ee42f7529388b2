// Publishes drafts, or asks what that would mean, and follows it to its end.

import { type AnswerOf, ask } from '../../client/ask.ts'
import { Problem } from '../../client/problem.ts'

export type PublishState = AnswerOf<'GET /publish'>

/** What is said about the people inside. */
export interface Choices {
  readonly people: 'stay' | 'move' | 'restart'
  readonly map: Readonly<Record<string, string>>
  readonly existing: boolean
}

interface Following {
  readonly signal: AbortSignal
  /** How far it is. */
  readonly tell: (state: PublishState) => void
}

/** The last state; throws a Problem where it was refused. */
export async function followPublication(
  paths: readonly string[],
  { mode, ...choices }: Choices & { readonly mode: 'dry run' | 'publish' },
  { signal, tell }: Following,
): Promise<PublishState> {
  const begin = (): Promise<PublishState> => ask('POST /drafts/publish', { body: { paths, ...choices, dryRun: mode === 'dry run' }, signal })
  let status = await begin()
  tell(status)
  while (!hasEnded(status, mode)) {
    // The server tells of the newest alone. Where a file that somebody saved came into force meanwhile, or the server was started anew, what these drafts
    // would mean is asked once more; nothing would be told of the first time any more.
    const isForgotten = status.state === 'in force' || status.state === 'none'
    status = isForgotten ? await begin() : await ask('GET /publish', { query: { wait: 2 }, signal })
    tell(status)
  }
  if (status.state === 'refused') throw new Problem(409, { type: 'urn:oncue:problem:conflict', detail: status.problem ?? '' })
  return status
}

/** What was published itself is never begun again: where the newest is another one, this one is over. */
function hasEnded({ state }: PublishState, mode: 'dry run' | 'publish'): boolean {
  if (state === 'refused' || state === 'ready') return true
  return mode === 'publish' && (state === 'in force' || state === 'none')
}
