// Joins the feeds of the catalogue to the rest: the guard that judges where they may be fetched from, and the definitions in force.

import { createAddressGuard } from '../channels/webhook/address-guard.ts'
import { FeedPoller, type FeedPollerOptions } from '../feeds/feed-poller.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import type { Configuration } from '../settings/configuration.ts'

export interface Feeds {
  readonly poller: FeedPoller
  close(): Promise<void>
}

/** Makes the poller; it begins with `start`. The addresses that webhooks may reach are those that feeds may come from. */
export function openFeeds(configuration: Pick<Configuration, 'webhookAllow' | 'data'>, parts: Omit<FeedPollerOptions, 'guard' | 'folder' | 'inForce'>): Feeds {
  const guard = createAddressGuard({ allow: configuration.webhookAllow })
  const dispatcher = guard.dispatcher({ connections: 2 })
  const poller = new FeedPoller({
    ...parts,
    guard: { problem: (url) => guard.problem(url), dispatcher },
    folder: configuration.data,
    inForce: async () => {
      const published = await readPublished(parts.store)
      return { collections: published?.collections ?? [], zone: published?.workspace.zone ?? 'UTC' }
    },
  })
  return {
    poller,
    async close() {
      await poller.stop()
      await (await dispatcher.made)?.destroy()
    },
  }
}
