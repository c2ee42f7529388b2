// What the doors ask of whoever keeps the alerts.

import type { Alert } from '../../insight/overview/alert-book.ts'

export interface AlertDoor {
  /** Looks, and answers with all that are kept: open ones first. */
  list(): Promise<readonly Alert[]>
  /** False where there is no such alert, or it is over. */
  acknowledge(id: string, by: string): Promise<boolean>
  /** Where the team is told. */
  ways(): { readonly webhook: boolean; readonly mail: number }
}
