// Examples with the address and the key of this workspace, to paste as they are. A server's key is never known here, so its place is named.

/** By the tab that shows them. */
export function examples({
  address,
  browserKey,
}: {
  readonly address: string
  readonly browserKey: string
}): Readonly<Record<'page' | 'curl' | 'node' | 'pixel', string>> {
  return {
    page: `<script async src="${address}/oncue.js" data-key="${browserKey}"></script>`,
    curl: [
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
