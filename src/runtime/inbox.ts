// The port through which everything that was said about subscribers comes in: from the HTTP doors, imports, links and
// admins to the single writer. It promises durability and never waits for a mail to be sent.

import type { Arrival, Receipt } from '../model/arrival.ts'
import type { Command, CommandSource } from '../model/input.ts'
import type { DeadLetter } from './store.ts'

/** Whom a command is about; at least one is given, and `subscriber` wins when several are. */
export interface CommandIdentity {
  readonly userId?: string
  readonly anonymousId?: string
  readonly subscriber?: number
  /** The one user who has this mail address goes before an anonymousId. */
  readonly address?: string
}

export interface Inbox {
  /**
   * Takes in checked events and answers for each, in their order, once they are durable: the receipt survives a power cut.
   * All arrivals of one call are accepted or the call rejects. Rejects with an OncueError of code `overloaded` when the
   * queue is full: nothing was taken in, and the same call may be repeated later.
   */
  submit(arrivals: readonly Arrival[]): Promise<readonly Receipt[]>

  /**
   * Changes one subscriber. Resolves once the change is durable and in force: after an `unsubscribe` resolved, nothing more
   * is transmitted to that subscriber and topic. Rejects with an OncueError of code `overloaded` when the queue is full.
   */
  command(identity: CommandIdentity, command: Command, source: CommandSource): Promise<void>

  /** Keeps events that were refused at the door, with the reason, and resolves once they are durable. */
  refuse(letters: readonly DeadLetter[]): Promise<void>
}
