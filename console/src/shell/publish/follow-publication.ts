// Publishes drafts, or asks what that would mean, and follows it to its end.

import { type AnswerOf, ask } from '../../client/ask.ts'
import { Problem } from '../../client/problem.ts'
import type { Choices } from './publish-props.ts'

export type PublishState = AnswerOf<'GET /publish'>

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
  let status: PublishState = await ask('POST /drafts/publish', { body: { paths, ...choices, dryRun: mode === 'dry run' }, signal })
  const end = mode === 'dry run' ? 'ready' : 'in force'
  tell(status)
  while (status.state !== end && status.state !== 'refused') {
    status = await ask('GET /publish', { query: { wait: 2 }, signal })
    tell(status)
  }
  if (status.state === 'refused') throw new Problem(409, { type: 'urn:oncue:problem:conflict', detail: status.problem ?? '' })
  return status
}
