// Which of the requests that wait make the next group.

import { limits } from '../../model/limits.ts'
import type { Request } from '../requests.ts'
import { isAlone, sizeOf } from './request-size.ts'

/** Takes the next group off the front of the queue; `inputs` is how much its requests weigh together. */
export function takeGroup(queue: Request[]): { readonly requests: readonly Request[]; readonly inputs: number } {
  const requests: Request[] = []
  let inputs = 0
  while (inputs < limits.groupInputs) {
    const next = queue[0]
    // New definitions come into force between two groups, and nobody may have in hand who is erased.
    if (next === undefined || (isAlone(next) && requests.length > 0)) break
    queue.shift()
    inputs += sizeOf(next)
    requests.push(next)
    if (isAlone(next)) break
  }
  return { requests, inputs }
}
