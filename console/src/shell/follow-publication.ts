// Publishes drafts, or asks what that would mean, and follows it to its end.

import { type AnswerOf, ask } from '../client/ask.ts'
import { Problem } from '../client/problem.ts'

export type PublishState = AnswerOf<'GET /publish'>

/** The last state; throws a Problem where it was refused. */
export async function followPublication(paths: readonly string[], mode: 'dry run' | 'publish', signal: AbortSignal): Promise<PublishState> {
  let status: PublishState = await ask('POST /drafts/publish', { body: { paths, dryRun: mode === 'dry run' }, signal })
  const end = mode === 'dry run' ? 'ready' : 'in force'
  while (status.state !== end && status.state !== 'refused') status = await ask('GET /publish', { query: { wait: 2 }, signal })
  if (status.state === 'refused') throw new Problem(409, { type: 'urn:oncue:problem:conflict', detail: status.problem ?? '' })
  return status
}
