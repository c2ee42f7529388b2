// Examples with the address and the key of this workspace, to paste as they are. A server's key is never known here, so its place is named.

/** By the tab that shows them. */
export function examples({
  address,
  browserKey,
  consent,
}: {
  readonly address: string
  readonly browserKey: string
  /** Whether the line for pages waits until a visitor says yes. */
  readonly consent: 'ask' | 'given'
}): Readonly<Record<'page' | 'consent' | 'shop' | 'curl' | 'node' | 'pixel', string>> {
  return {
    page: `<script async src="${address}/oncue.js" data-key="${browserKey}" data-consent="${consent}"></script>`,
    consent: [true, false].map((yes) => `<button onclick="(window.oncue ||= []).push(['consent', ${yes}])">${yes ? 'Yes' : 'No'}</button>`).join('\n'),
    shop: [
      '<main data-oncue-view="Product Viewed" data-oncue-prop-product_id="mug" data-oncue-prop-name="Breakfast mug" data-oncue-num-price="28">',
      '  <button data-oncue-event="Product Added" data-oncue-num-quantity="1">Add to cart</button>',
      '</main>',
      "<script>(window.oncue ||= []).push(['orderCompleted', { order_id: 'o-17', revenue: 28 }])</script>",
    ].join('\n'),
    curl: [
      `curl -u YOUR_SERVER_KEY: ${address}/v1/identify \\`,
      "  -H 'content-type: application/json' \\",
      `  -d '{"userId":"ada","traits":{"email":"ada@example.com","first_name":"Ada"}}'`,
      `curl -u YOUR_SERVER_KEY: ${address}/v1/track \\`,
      "  -H 'content-type: application/json' \\",
      `  -d '{"userId":"ada","event":"Product Added","properties":{"product_id":"mug","price":28,"quantity":1}}'`,
    ].join('\n'),
    node: [
      "import { Analytics } from '@segment/analytics-node'",
      '',
      `const analytics = new Analytics({ writeKey: process.env.ONCUE_WRITE_KEY, host: '${address}' })`,
      "analytics.identify({ userId: 'ada', traits: { email: 'ada@example.com', first_name: 'Ada' } })",
      "analytics.track({ userId: 'ada', event: 'Product Added', properties: { product_id: 'mug', price: 28, quantity: 1 } })",
    ].join('\n'),
    pixel: `<img src="${address}/v1/pixel?writeKey=${browserKey}&event=Offer%20Seen&userId=ada" width="1" height="1" alt="">`,
  }
}
