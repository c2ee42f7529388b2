// Where a block can go: every place of its level in the page, in the order of the page, and the one before or behind where it stands.

import type { Place } from './edit-page.ts'
import { allBlocks, allSlots, type Block, type Slot } from './outline.ts'

/** Every place where a block of its level can be put, but those in the block itself and those where it stands; a frame goes into no frame. */
export function placesFor(outline: Slot, block: Block): readonly Place[] {
  const all = allBlocks(outline)
  const frames = all.filter(({ kind }) => kind === 'frame')
  const holdsFrame = frames.some(({ path }) => isWithin(path, block.path))
  return allSlots(outline)
    .filter(({ level, path }) => level === block.level && !isWithin(path, block.path))
    .filter(({ path }) => !holdsFrame || !frames.some((frame) => isWithin(path, frame.path)))
    .flatMap((slot) => Array.from({ length: slot.blocks.length + 1 }, (_, index) => ({ slot, index })))
    .filter(({ slot, index }) => slot.blocks[index]?.path !== block.path && slot.blocks[index - 1]?.path !== block.path)
    .sort((one, other) => offsetOf(one) - offsetOf(other))
}

/** The nearest place before or behind it; undefined at the end of the page. */
export function nextPlace(outline: Slot, block: Block, way: 'up' | 'down'): Place | undefined {
  const places = placesFor(outline, block)
  return way === 'up' ? places.findLast((place) => offsetOf(place) <= block.begin) : places.find((place) => offsetOf(place) >= block.end)
}

/** Where in the text it would be put. */
function offsetOf({ slot, index }: Place): number {
  return slot.blocks[index]?.begin ?? slot.blocks.at(-1)?.end ?? slot.inside.begin
}

function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`)
}
