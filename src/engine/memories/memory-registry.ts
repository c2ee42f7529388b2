// All memories of one program. Conditions say what they need while they are compiled; equal needs share one memory, whose
// size widens to fit all of them. Once every condition is compiled, `complete` gives each memory its id.

import type { MemorySlot } from '../answer.ts'
import { hash32 } from './component.ts'
import { noRetentions, type Retention, type Retentions, retentionsText, widen } from './retention.ts'

export interface MemoryRequirement {
  /** The same for all needs that one memory can serve; apart from how much is kept it decides the memory's contents. */
  readonly sharing: string
  readonly retention: Retention
  /** Makes the memory. It reads how much to keep from `retentions` whenever it works, because other conditions may still widen that. */
  readonly create: (retentions: Retentions) => Omit<MemorySlot, 'id' | 'sharing' | 'identity'>
}

export interface MemoryRegistry {
  /** The memory that serves this need, made or widened. */
  readonly need: (requirement: MemoryRequirement) => MemorySlot
  /** Gives every memory its id and returns them all. Nothing may be needed after that. */
  readonly complete: () => readonly MemorySlot[]
}

/** Raised when what memories hold changes its meaning, so that stored contents of the old meaning are not taken for new ones. */
const formatVersion = 1

/** An empty registry, for one program. */
export function createMemoryRegistry(): MemoryRegistry {
  const bySharing = new Map<string, { readonly slot: MemorySlot; readonly retentions: Retentions }>()
  let isComplete = false
  return {
    need: (requirement) => {
      if (isComplete) throw new Error('a memory was needed after the program was complete: compile all conditions before MemoryRegistry.complete')
      let known = bySharing.get(requirement.sharing)
      if (known === undefined) {
        const retentions = noRetentions()
        known = { slot: newSlot(requirement, retentions), retentions }
        bySharing.set(requirement.sharing, known)
      }
      widen(known.retentions, requirement.retention)
      return known.slot
    },
    complete: () => {
      isComplete = true
      const slots = [...bySharing.values()].map(({ slot }) => slot)
      assignIds(slots)
      return slots
    },
  }
}

function newSlot(requirement: MemoryRequirement, retentions: Retentions): MemorySlot {
  const { sharing } = requirement
  return { id: -1, sharing, ...requirement.create(retentions), identity: () => `${formatVersion} ${sharing} ${retentionsText(retentions)}` }
}

/** An id is a hash of the identity. Memories that share a hash all get another one, so that none is ever taken for the other when one of them goes. */
function assignIds(slots: readonly MemorySlot[]): void {
  const identities = slots.map((slot) => ({ slot, identity: slot.identity() })).sort((one, other) => (one.identity < other.identity ? -1 : 1))
  const byHash = Map.groupBy(identities, ({ identity }) => hash32(identity))
  const taken = new Set<number>([...byHash].flatMap(([hash, { length }]) => (length === 1 ? [hash] : [])))
  for (const [hash, named] of byHash) {
    for (const { slot, identity } of named) {
      let id = hash
      for (let round = 1; named.length > 1 && (id === hash || taken.has(id)); round += 1) id = hash32(`${identity} ${round}`)
      taken.add(id)
      slot.id = id
    }
  }
}
