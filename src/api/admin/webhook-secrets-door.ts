// The secrets that sign webhooks, as the doors know them. src/access/webhook-secrets.ts keeps them.

export interface ListedWebhookSecret {
  /** The first of its hash: tells one from another. */
  readonly id: string
  /** UTC milliseconds; null for that of the first start or of the settings. */
  readonly madeAt: number | null
  /** Until when it signs beside the newest; null for the newest. */
  readonly signsUntil: number | null
  readonly from: 'settings' | 'kept'
}

export interface WebhookSecrets {
  /** Those that sign now, the newest first. */
  list(now: number): readonly ListedWebhookSecret[]
  /** Makes a new one, which is shown this once; those before sign beside it for so long. */
  rotate(wish: { readonly keepForMs: number; readonly now: number }): { readonly secret: string; readonly id: string } | 'from the settings' | 'too many'
  /** Ends the signing of all but the newest; how many those were. */
  retire(now: number): number
}
