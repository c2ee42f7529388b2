// What a message says under a name that nobody reads, where what is read is missing: a program that sends `props` loses its properties without a word. It
// changes nothing about the message; it says to the sender where they belong.

import type { WireMessage } from './wire-message.ts'

/** What other systems call them, and ours at the other call. */
const names = {
  properties: ['props', 'attributes', 'data', 'payload', 'params', 'traits'],
  traits: ['props', 'attributes', 'data', 'user', 'properties'],
} as const

/** A sentence, or undefined where nothing is out of place. */
export function misplacedIn(wire: WireMessage): string | undefined {
  const wanted = wire.type === 'track' ? 'properties' : wire.type === 'identify' ? 'traits' : undefined
  if (wanted === undefined || (wire[wanted] ?? undefined) !== undefined) return undefined
  const said = wire as unknown as Readonly<Record<string, unknown>>
  const name = names[wanted].find((one) => typeof said[one] === 'object' && said[one] !== null)
  return name === undefined ? undefined : `what stands under ${name} is not read: ${wire.type} takes it as ${wanted}`
}
