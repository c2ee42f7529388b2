// How much a request weighs among those that wait, and which ones go alone.

import { limits } from '../../model/limits.ts'
import type { Request } from '../requests.ts'

/** Whether it makes a group of its own: nobody may have in hand what it changes. */
export function isAlone({ kind }: Request): boolean {
  return kind === 'publish' || kind === 'erase' || kind === 'take apart'
}

/** How many inputs it counts as. */
export function sizeOf(request: Request): number {
  switch (request.kind) {
    case 'arrivals':
      return request.arrivals.length
    case 'letters':
      return request.letters.length
    case 'finish':
      return request.finished.length
    case 'take':
      return request.limit
    case 'lift':
      return limits.groupInputs
    case 'command':
    case 'keep':
    case 'publish':
    case 'switch':
    case 'pause':
    case 'describe':
    case 'record':
    case 'erase':
    case 'take apart':
      return 1
  }
}
