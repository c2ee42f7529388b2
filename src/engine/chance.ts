// Chance without randomness: a hash of (salt, subscriber) that is the same on every machine and in every replay.

/** A number in [0, 1) that depends on nothing but the salt and the subscriber. FNV-1a over UTF-16 units, then murmur3's finalizer. */
export function chance(salt: string, subscriber: string): number {
  return hash32(`${salt}\n${subscriber}`) / 2 ** 32
}

/** A 32-bit unsigned hash of a text (FNV-1a with murmur3's finalizer: well mixed in all bits). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
