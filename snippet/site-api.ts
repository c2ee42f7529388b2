// What a page can say to Oncue's browser script: the types of `window.oncue`, and of the module form. Served as /oncue.d.ts as it stands.

/** A value that can travel as JSON. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain | undefined }
export type Properties = { readonly [name: string]: Plain | undefined }

/** A product as the cart understands it. `product_id`, or `sku`, or `name` says which. */
export interface Product extends Properties {
  readonly product_id?: string | number
  readonly sku?: string
  readonly name?: string
  /** Of one piece. */
  readonly price?: number
  readonly quantity?: number
  readonly image_url?: string
  readonly url?: string
  /** Tells several carts of one person apart. */
  readonly cart_id?: string | number
}

export interface Order extends Properties {
  readonly order_id?: string | number
  readonly cart_id?: string | number
  readonly revenue?: number
  readonly currency?: string
}

export interface IdentifyOptions {
  /** The proof of your server that this is the person: HMAC-SHA256 of the userId under a server key, in hex. Kept in memory only. */
  readonly userHash?: string
}

/** What a form to subscribe says. The form's own door describes each field. */
export interface Subscription extends Properties {
  readonly email: string
  readonly topics?: string | readonly string[]
  readonly wording?: string
  readonly locale?: string
}

export interface SubscriptionAnswer {
  readonly ok: boolean
  /** What was wrong, in English; undefined when there was no answer. */
  readonly problem?: string | undefined
}

export type ConsentState = 'given' | 'refused' | 'unknown'

export interface Visitor {
  readonly anonymousId: string
  readonly userId?: string | undefined
  readonly sessionId: string
}

/** A call that was written down before the script was there: the method and its arguments. */
export type Call =
  | { readonly [Method in keyof Methods]: readonly [Method, ...Parameters<Methods[Method]>] }[keyof Methods]
  // Of a call that can be made in two ways, the line above knows the last.
  | readonly ['identify', userId: string, traits?: Properties, options?: IdentifyOptions]

export interface Methods {
  /** Something happened. */
  track(event: string, properties?: Properties): void
  /** A page is seen. Called by itself unless `data-pages="by-hand"`. */
  page(properties?: Properties): void
  /** Who this is: an id of yours, attributes, or both. Call it on every page of somebody who is signed in. */
  identify(userId: string, traits?: Properties, options?: IdentifyOptions): void
  identify(traits: Properties): void
  /** Somebody signed out: whoever comes next is somebody else. */
  reset(): void
  /** The visitor's word: true begins, false forgets everything. Without an argument nothing changes. Returns what holds. */
  consent(isGiven?: boolean): ConsentState
  productViewed(product: Product): void
  productAdded(product: Product): void
  productRemoved(product: Product): void
  cartCleared(properties?: Properties): void
  checkoutStarted(properties?: Properties): void
  orderCompleted(order: Order): void
  /** Sends a subscription to the form's door. Does not need consent to tracking: whoever sends a form wants it sent. */
  subscribe(subscription: Subscription): Promise<SubscriptionAnswer>
  /** Sends what waits now instead of in a moment. */
  flush(): void
}

export interface Oncue extends Methods {
  /** Calls methods by name; before the script is there, `oncue = window.oncue || []` takes the same calls. */
  push(...calls: readonly Call[]): void
  /** Who this is; undefined without consent. */
  visitor(): Visitor | undefined
  readonly version: string
}

export interface LoadOptions {
  /** The browser key. */
  readonly key: string
  /** Where Oncue is, such as https://events.shop.example. */
  readonly endpoint: string
  /** `ask` waits for `consent(true)`; `given` begins at once, unless the visitor said no. `ask` unless told. */
  readonly consent?: 'ask' | 'given'
  /** `by-hand`: page views are told by `page()` only. */
  readonly pages?: 'by-itself' | 'by-hand'
  readonly popups?: 'on' | 'off'
  /** Names of query parameters that stay in addresses. All others are left out. */
  readonly query?: readonly string[]
}

/** Starts Oncue on this page. A second call answers with what the first one started. */
export declare function load(options: LoadOptions): Oncue

declare global {
  interface Window {
    /** The calls that wait, until the script is there. */
    oncue: Oncue | Call[]
  }
}
