// What a shop sends by mistake: events that are refused at the door and kept with the reason, so that there is something to mend and to send again.

import type { JsonObject } from '../../model/json.ts'

/** With how long ago each came, the oldest first. */
export const refusedEvents: readonly { readonly agoMs: number; readonly message: JsonObject }[] = [
  { agoMs: 52 * 3_600_000, message: { type: 'track', userId: '4711', event: '', properties: { order_id: 'demo-o-4711' } } },
  { agoMs: 31 * 3_600_000, message: { type: 'track', event: 'Order Completed', properties: { order_id: 'demo-o-4712', revenue: 59.99, currency: 'EUR' } } },
  { agoMs: 30 * 3_600_000, message: { type: 'track', event: 'Order Completed', properties: { order_id: 'demo-o-4713', revenue: 12.5, currency: 'EUR' } } },
  { agoMs: 7 * 3_600_000, message: { type: 'track', userId: '4714', event: 'Product Viewed', timestamp: 'yesterday', properties: { product_id: '54' } } },
  { agoMs: 2 * 3_600_000, message: { type: 'track', userId: '4715', event: 'Message Opened', properties: { message: 'welcome' } } },
  { agoMs: 3_000_000, message: { type: 'identify', userId: 'null', traits: { email: 'somebody@example.com' } } },
]
