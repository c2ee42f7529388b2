// Tests of triggers and journeys written in TypeScript: a story of one person, line by line, as YAML would say it.

import type { Expectation, HappeningKind, StoryLine, TriggerTest } from '../../model/trigger-test.ts'
import { type AuthoredCondition, plain } from './authored.ts'

type Happening<Kind extends HappeningKind> = NonNullable<StoryLine[Kind]>
type AboutEvent = Pick<StoryLine, 'traits' | 'occurred' | 'silent'>
type Asked = AuthoredCondition | { readonly of: string; readonly at: string }
/** As the grammar has it; conditions may still be chained. */
type Expected = Omit<Expectation, 'holds' | 'fails'> & { readonly holds?: readonly Asked[]; readonly fails?: readonly Asked[] }

/**
 * A test: `story('who buys hears nothing', [given.event('Trial Started'), after('3d'), expect({ sends: [] })], { journey: 'trial' })`.
 * The default export of a `*.test.ts` file is one of them or an array, and `oncue test` runs it.
 */
export function story(name: string, lines: readonly StoryLine[], about: Omit<TriggerTest, 'test' | 'story'> = {}): TriggerTest {
  return plain<TriggerTest>({ test: name, ...about, story: lines })
}

/** What happens to the person. */
export const given = {
  /** An event: `given.event('Order Completed', { total: 50 })`. */
  event: (event: string, properties?: NonNullable<StoryLine['properties']>, about: AboutEvent = {}): StoryLine =>
    plain<StoryLine>({ event, ...(properties === undefined ? {} : { properties }), ...about }),
  /** Attributes become known: `given.attributes({ email: 'ivo@example.com' })`. */
  attributes: (identify: Happening<'identify'>): StoryLine => plain<StoryLine>({ identify }),
  /** Somebody of the staff changes attributes; null removes one. */
  set: (set: Happening<'set'>): StoryLine => plain<StoryLine>({ set }),
  subscribed: (subscribe: Happening<'subscribe'>): StoryLine => plain<StoryLine>({ subscribe }),
  unsubscribed: (unsubscribe: Happening<'unsubscribe'>): StoryLine => plain<StoryLine>({ unsubscribe }),
  onList: (join: string): StoryLine => ({ join }),
  offList: (leave: string): StoryLine => ({ leave }),
  suppressed: (suppress: string): StoryLine => ({ suppress }),
  paused: (pause: string): StoryLine => ({ pause }),
  resumed: (resume: Happening<'resume'>): StoryLine => plain<StoryLine>({ resume }),
  /** What becomes of messages from now on. */
  delivery: (delivery: Happening<'delivery'>): StoryLine => plain<StoryLine>({ delivery }),
  /** hold: messages wait from now on. deliver: each is asked once more whether it may leave. */
  messages: (messages: Happening<'messages'>): StoryLine => plain<StoryLine>({ messages }),
} as const

/** So long passes first: `after('30m')`, `after('1d', given.event('Plan Bought'))`. All that is due on the way is decided at its own instant. */
export function after(duration: string, line: StoryLine = {}): StoryLine {
  return plain<StoryLine>({ after: duration, ...line })
}

/** Time passes until this instant first: `until('2026-11-23T09:00:00Z', expect({ sends: ['help'] }))`. */
export function until(instant: string, line: StoryLine = {}): StoryLine {
  return plain<StoryLine>({ at: instant, ...line })
}

/** What must be so at this point: `expect({ sends: ['hello'], completes: ['trial'] })`. A list says exactly these, in this order. */
export function expect(expectation: Expected): StoryLine {
  return plain<StoryLine>({ expect: expectation })
}
