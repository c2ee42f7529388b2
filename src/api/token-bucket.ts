// A bucket of permissions that is refilled evenly. It reads no clock: the instant is an argument.

export interface BucketSize {
  readonly perSecond: number
  /** What may be taken at once. */
  readonly burst: number
}

export interface TokenBucket {
  tokens: number
  at: number
}

/** A full bucket. */
export function newBucket({ burst }: BucketSize, now: number): TokenBucket {
  return { tokens: burst, at: now }
}

/** Takes so many out, or none when there are too few. Returns how many seconds until there is room: 0 when they were taken. */
export function takeTokens(bucket: TokenBucket, { perSecond, burst }: BucketSize, asked: { readonly tokens: number; readonly now: number }): number {
  const { tokens, now } = asked
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000)
  bucket.at = now
  const needed = Math.max(tokens, 1)
  if (bucket.tokens < needed) return Math.max(1, Math.ceil((needed - bucket.tokens) / perSecond))
  bucket.tokens -= tokens
  return 0
}
