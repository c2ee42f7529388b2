// The colors of states of an import; the word says the same.

import type { BadgeKind } from '../../kit/badge.tsx'

export type ImportState = 'uploading' | 'ready' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'

export const stateKinds: Readonly<Record<ImportState, BadgeKind>> = {
  uploading: 'plain',
  ready: 'violet',
  waiting: 'plain',
  running: 'accent',
  done: 'good',
  cancelled: 'warn',
  failed: 'bad',
}
