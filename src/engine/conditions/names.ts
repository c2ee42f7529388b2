// Names that conditions mention: whether they exist, and which one was probably meant when they do not.

import { isSystemEvent, systemEvents } from '../../model/event.ts'
import { mistake } from '../../model/mistake.ts'
import type { ConditionContext, Path } from './condition-context.ts'

/** Reports a name that is not among the known ones; says nothing when no names are known. */
export function checkName(
  compiling: ConditionContext,
  checked: { readonly kind: string; readonly name: string; readonly known: Iterable<string> | undefined; readonly path: Path },
): void {
  const { kind, name, known, path } = checked
  if (known === undefined) return
  const names = [...known]
  if (names.includes(name)) return
  const guess = nearestName(name, names)
  const fix =
    guess !== undefined
      ? mistake('meant-quoted', { name: guess })
      : names.length === 0
        ? mistake('none-defined', { kind })
        : mistake('known-are', { known: names.slice(0, 10).join(', ') })
  compiling.problem(`unknown-${kind}`, mistake('unknown-name', { kind, name }), fix, path)
}

/** Reports a name that is almost that of one of Oncue's own events. */
export function checkEventName(compiling: ConditionContext, name: string, path: Path): void {
  if (isSystemEvent(name)) return
  const plain = plainName(name)
  const meant = Object.keys(systemEvents).find((known) => plainName(known) === plain)
  if (meant === undefined) return
  compiling.problem('misspelt-event', mistake('own-event-misspelt', { event: name }), mistake('meant-quoted', { name: meant }), path)
}

/** Reports a property that one of Oncue's own events never carries. */
export function checkEventProperty(compiling: ConditionContext, event: string, property: string, path: Path): void {
  if (!isSystemEvent(event)) return
  const carried: readonly string[] = systemEvents[event]
  const [first = ''] = property.split('.')
  if (carried.includes(first)) return
  const guess = nearestName(first, carried)
  const fix =
    guess !== undefined
      ? mistake('meant-quoted', { name: guess })
      : carried.length === 0
        ? mistake('event-without-any', { event })
        : mistake('event-carries', { known: carried.join(', ') })
  compiling.problem('unknown-property', mistake('event-without-property', { event, property: first }), fix, path)
}

/** The name that was probably meant; undefined when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = plainName(name)
  let nearest: string | undefined
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(plain, plainName(candidate), least)
    if (distance < least) {
      least = distance
      nearest = candidate
    }
  }
  return nearest
}

/** A name without what people write now so and now so: case, spaces and signs. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Letters to add, drop or change; gives up with `atMost` when it takes that many. */
export function editDistance(one: string, other: string, atMost: number): number {
  if (Math.abs(one.length - other.length) >= atMost) return atMost
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let left = 1; left <= one.length; left += 1) {
    const next = [left]
    for (let right = 1; right <= other.length; right += 1) {
      const change = (row[right - 1] as number) + (one[left - 1] === other[right - 1] ? 0 : 1)
      next.push(Math.min(change, (row[right] as number) + 1, (next[right - 1] as number) + 1))
    }
    row = next
  }
  return Math.min(row[other.length] as number, atMost)
}
