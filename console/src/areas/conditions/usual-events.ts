// Events that shops have by these names, suggested before the first of them arrived: whoever builds before the site is connected need not guess how
// they are written.

const usual = ['Signed Up', 'Product Viewed', 'Product Added', 'Product Removed', 'Checkout Started', 'Order Completed']

/** Those that have not arrived yet. */
export function usualEvents(arrived: readonly { readonly name: string }[]): readonly string[] {
  return usual.filter((name) => !arrived.some((event) => event.name === name))
}
