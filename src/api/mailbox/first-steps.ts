// What to try while the mailbox is empty: requests as lines that work when pasted into a shell.

import type { JsonObject } from '../../model/json.ts'

export interface FirstStep {
  readonly call: 'identify' | 'track'
  readonly body: JsonObject
}

/** Fits the example workspace: a welcome, an abandoned cart, and the purchase that cancels the reminder. What they do is said in mailbox-words.ts, in this order. */
export const defaultFirstSteps: readonly FirstStep[] = [
  {
    call: 'identify',
    body: { userId: 'anna', traits: { email: 'anna@example.com', first_name: 'Anna' } },
  },
  {
    call: 'track',
    body: {
      userId: 'anna',
      event: 'Product Added',
      properties: { cart_id: 'c1', product_id: '91', name: 'Trailblazer Trail Running Shoes', price: 89.99, quantity: 1 },
    },
  },
  {
    call: 'track',
    body: { userId: 'anna', event: 'Order Completed', properties: { cart_id: 'c1', order_id: 'o1', revenue: 89.99 } },
  },
]

export interface ExampleServer {
  /** Scheme, host and port under which the reader reached this server. */
  readonly address: string
  readonly writeKey: string
}

/** One line of shell. Everything that varies is quoted, so that it means itself. */
export function curlLine(step: FirstStep, server: ExampleServer): string {
  return `curl -u ${quote(`${server.writeKey}:`)} ${quote(`${server.address}/v1/${step.call}`)} -d ${quote(JSON.stringify(step.body))}`
}

function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
