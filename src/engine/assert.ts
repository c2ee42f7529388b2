// Programmer errors. What an author or a subscriber can cause is never one of these.

/** Throws when something that the code itself guarantees does not hold. */
export function assert(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Error(`This cannot happen: ${sentence}.`)
}
