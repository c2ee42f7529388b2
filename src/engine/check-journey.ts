// What can be seen to be wrong with a journey besides its steps' order: stretches of time in which nothing can happen, ages at which events are no
// longer told apart from their repeats, keys that the triggering event never carries.

import type { Condition } from '../model/condition.ts'
import type { Problem } from '../model/definitions.ts'
import { durationMs } from '../model/duration.ts'
import { isSystemEvent, systemEvents } from '../model/event.ts'
import type { Journey, Trigger } from '../model/journey.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { walkSteps } from './walk-steps.ts'

type Report = (problem: Omit<Problem, 'definition' | 'severity'> & { readonly severity?: Problem['severity'] }) => void
type Path = readonly (string | number)[]

export function checkJourney(journey: Journey, report: Report): void {
  const { again, goal, maxAge } = journey
  checkMaxAge(maxAge, report)
  if (goal !== undefined) checkDuration(goal.within, { what: 'a goal', path: ['goal', 'within'] }, report)
  if (typeof again === 'object') {
    if ('after' in again) checkDuration(again.after, { what: 'a pause before entering again', path: ['again', 'after'] }, report)
    else checkDuration(again.within, { what: 'a stretch in which entries are counted', path: ['again', 'within'] }, report)
  }
  for (const [index, trigger] of journey.enter.entries()) checkTrigger(trigger, keyRootOf(journey), ['enter', index], report)
  for (const [step, path] of walkSteps(journey.steps, ['steps'])) {
    if ('expires' in step && step.expires !== undefined)
      checkDuration(step.expires, { what: 'the time until a message expires', path: [...path, 'expires'] }, report)
    if ('webhook' in step) checkHost(step.webhook.url, [...path, 'webhook', 'url'], report)
    if (!('on' in step)) continue
    for (const [at, pair] of step.on.entries()) {
      if ('after' in pair) checkDuration(pair.after, { what: 'the time limit of an on step', path: [...path, 'on', at, 'after'] }, report)
    }
  }
}

/** Scheme, host and the character that ends them, without a placeholder. A port may be one: a URL with a user name is never called. */
const writtenHost = /^https?:\/\/[^\s{}/?#:]+(?:[/?#:]|$)/i

/** Otherwise whoever sends an event decides who is called, with everything that the call says and with our signature. */
function checkHost(url: string, path: Path, report: Report): void {
  if (!url.includes('{') || writtenHost.test(url)) return
  report({
    code: 'webhook.host',
    message: mistake('webhook-host'),
    fix: mistake('write-host-out'),
    path,
  })
}

/** An event older than the time for which repeats are recognized could be a repeat, and must not let anybody in. */
export function checkMaxAge(maxAge: string | undefined, report: Report): void {
  if (maxAge === undefined || durationMs(maxAge) <= limits.messageIdDays * 86_400_000) return
  report({
    code: 'maxAge.long',
    message: mistake('max-age-long', { within: maxAge, count: limits.messageIdDays }),
    fix: mistake('at-most-days', { count: limits.messageIdDays }),
    path: ['maxAge'],
  })
}

/** Reports a duration of nothing where that means never, or at once. */
export function checkDuration(text: string, place: { readonly what: string; readonly path: Path }, report: Report): void {
  if (durationMs(text) > 0) return
  report({ code: 'duration.zero', message: mistake('over-at-once', { what: place.what, within: text }), fix: mistake('longer-duration'), path: place.path })
}

function checkTrigger(trigger: Trigger, keyRoot: string | undefined, path: Path, report: Report): void {
  if ('quiet' in trigger) checkDuration(trigger.quiet, { what: 'a silence', path: [...path, 'quiet'] }, report)
  if ('if' in trigger && trigger.if !== undefined && asksSinceStep(trigger.if)) {
    report({
      code: 'since.step',
      message: mistake('since-step-at-door'),
      fix: mistake('use-within'),
      path: [...path, 'if'],
    })
  }
  if (keyRoot === undefined) return
  const without = eventsOf(trigger).find((event) => isSystemEvent(event) && !(systemEvents[event] as readonly string[]).includes(keyRoot))
  if (without === undefined) return
  report({
    code: 'key.missing',
    message: mistake('key-not-carried', { event: without, property: keyRoot }),
    fix: mistake('no-key-or-carrier'),
    path,
  })
}

/** The events that may let in. */
function eventsOf(trigger: Trigger): readonly string[] {
  if ('on' in trigger) return [trigger.on].flat()
  if ('joins' in trigger) return ['segment' in trigger.joins ? 'Segment Entered' : 'List Joined']
  if ('leaves' in trigger) return ['segment' in trigger.leaves ? 'Segment Left' : 'List Left']
  return []
}

function keyRootOf({ key }: Journey): string | undefined {
  return key?.startsWith('properties.') === true ? key.split('.')[1] : undefined
}

function asksSinceStep(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksSinceStep)
  if ('any' in condition) return condition.any.some(asksSinceStep)
  if ('not' in condition) return asksSinceStep(condition.not)
  return ('event' in condition || 'message' in condition) && condition.since === 'step'
}
