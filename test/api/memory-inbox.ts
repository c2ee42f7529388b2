// A small real inbox for the tests of the HTTP doors: it keeps what it is given, recognizes repeated message ids as the writer
// does, and can be told to be full, or to hold its answers back.

import type { Arrival, Receipt } from '../../src/model/arrival.ts'
import { OncueError } from '../../src/model/errors.ts'
import type { Command, CommandSource } from '../../src/model/input.ts'
import type { CommandIdentity, Inbox } from '../../src/runtime/inbox.ts'
import type { DeadLetter } from '../../src/runtime/store.ts'

export interface MemoryInbox extends Inbox {
  readonly arrivals: Arrival[]
  readonly letters: DeadLetter[]
  readonly commands: { readonly identity: CommandIdentity; readonly command: Command; readonly source: CommandSource }[]
  isFull: boolean
  /** Answers wait for this, as they would for the disk. */
  disk: Promise<void>
}

export function createMemoryInbox(): MemoryInbox {
  const seen = new Set<string>()
  const inbox: MemoryInbox = {
    arrivals: [],
    letters: [],
    commands: [],
    isFull: false,
    disk: Promise.resolve(),
    async submit(arrivals) {
      refuseWhenFull(inbox)
      const receipts = arrivals.map((arrival): Receipt => {
        if (seen.has(arrival.event.messageId)) return 'duplicate'
        seen.add(arrival.event.messageId)
        inbox.arrivals.push(arrival)
        return 'accepted'
      })
      await inbox.disk
      return receipts
    },
    async command(identity, command, source) {
      refuseWhenFull(inbox)
      inbox.commands.push({ identity, command, source })
      await inbox.disk
    },
    async refuse(letters) {
      refuseWhenFull(inbox)
      inbox.letters.push(...letters)
      await inbox.disk
    },
  }
  return inbox
}

function refuseWhenFull(inbox: MemoryInbox): void {
  if (inbox.isFull) throw new OncueError('overloaded', { waiting: 100_000 })
}
