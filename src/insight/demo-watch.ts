// What the panel beside the demo shop asks for: the time there, what is seen of a visitor and decided, and winding the clock.

import type { ProgramSource } from '../engine/program.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../runtime/store.ts'
import { leadOf } from '../runtime/time/workspace-clock.ts'
import { nextDueOf } from '../runtime/writing/next-due.ts'
import { type VisitorStory, visitorStory } from './visitor-story.ts'
import type { StoryLanguage } from './visitor-words.ts'

export interface DemoGround {
  readonly store: Store
  readonly clock: Clock
  readonly inForce: () => ProgramSource
  readonly wind: (to: number) => Promise<void>
}

/** Puts together what the panel asks for. */
export function demoWatch({ store, clock, inForce, wind }: DemoGround) {
  return {
    wind,
    time: (): { readonly now: number; readonly leadMs: number } => ({ now: clock.now(), leadMs: leadOf(clock) }),
    story: (anonymousId: string, language: StoryLanguage): Promise<VisitorStory | undefined> => visitorStory(store, inForce(), { anonymousId, language }),
    async nextOf(anonymousId: string): Promise<number | undefined> {
      const [number] = await store.resolve([`a:${anonymousId}`])
      return number === undefined ? undefined : nextDueOf(store, number, clock.now())
    },
  }
}
