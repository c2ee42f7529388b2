// What a template looks up in the catalogue, and from which collections: what a list of products can be picked from.

import { useAsk } from '../../client/use-ask.ts'
import type { Picking } from './blocks/pick-dialog.tsx'
import type { Lookups } from './blocks/picks.ts'

/** Of the definition as it is written now. */
export function usePicking(written: Readonly<Record<string, unknown>> | undefined, keep: Picking['keep']): Picking {
  const collections = useAsk('GET /catalogue', {}).data?.collections ?? []
  const said = written?.['catalogue']
  const lookups = typeof said === 'object' && said !== null && !Array.isArray(said) ? (said as Lookups) : {}
  return { lookups, collections, keep }
}
