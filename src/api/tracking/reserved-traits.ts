// Traits that speak of permission. Whoever reads a page's source has its browser key, so a browser key may not set them:
// otherwise anybody could re-subscribe, or silence, anybody else. They are set with a server key, a form or a link.

const reserved = new Set([
  'consent',
  'consents',
  'emailconsent',
  'marketingconsent',
  'trackingconsent',
  'trackingopensconsent',
  'trackingclicksconsent',
  'optin',
  'optedin',
  'optout',
  'optedout',
  'doubleoptin',
  'subscribed',
  'unsubscribed',
  'unsubscribe',
  'subscription',
  'subscriptions',
  'topics',
  'lists',
  'suppressed',
  'suppression',
  'bounced',
  'complained',
  'donotcontact',
])

/** True for a trait such as `unsubscribed`, `opt_in` or `emailConsent` that only a server key may set. */
export function isReservedTrait(name: string): boolean {
  return reserved.has(name.replaceAll(/[\s._$-]/g, '').toLowerCase())
}
