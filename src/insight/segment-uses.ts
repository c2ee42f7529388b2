// Where a segment is used: in which journeys, segments and templates in force.

import type { Published } from '../runtime/publishing/published.ts'

export interface SegmentUse {
  readonly kind: 'journey' | 'segment' | 'template'
  readonly name: string
}

/** Every use of a segment by name, journeys first. */
export function segmentUses({ journeys, segments, templates }: Published, segment: string): SegmentUse[] {
  const live = journeys.filter((one) => one.live)
  return [
    ...live.filter(({ definition }) => names(definition, segment)).map(({ definition }) => ({ kind: 'journey' as const, name: definition.journey })),
    ...segments.filter((one) => names(one.if, segment)).map((one) => ({ kind: 'segment' as const, name: one.segment })),
    ...templates
      .filter((one) => isAskedIn(one, segment) || names(one.conditions, segment))
      .map(({ template }) => ({ kind: 'template' as const, name: template })),
  ]
}

/** Whether a definition says `segment: NAME`, or waits for somebody to join or leave it. */
function names(definition: unknown, segment: string): boolean {
  const waiting: unknown[] = [definition]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === null || typeof next !== 'object') continue
    const { segment: own, joins, leaves } = next as Record<string, unknown>
    if ([own, joins, leaves].includes(segment)) return true
    waiting.push(...Object.values(next))
  }
  return false
}

/** A template asks `{% if segments contains 'vip' %}`. */
function isAskedIn(template: unknown, segment: string): boolean {
  const text = JSON.stringify(template)
  return text.includes('segments') && [`'${segment}'`, JSON.stringify(JSON.stringify(segment)).slice(1, -1)].some((quoted) => text.includes(quoted))
}
