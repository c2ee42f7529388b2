// The desk beside the server that the doors of conditions, segments and the schema ask.

import type { DeskDoor } from '../../insight/matching/desk-door.ts'
import type { Condition } from '../../model/condition.ts'
import type { Problem } from '../../model/definitions.ts'

/** Asks conditions of people, and reads what arrives, beside the server. */
export interface Desk extends Pick<DeskDoor, 'ask' | 'count' | 'status' | 'stop' | 'forget'> {
  read(value: unknown): { readonly condition: Condition } | { readonly problems: readonly Problem[] }
}
