// Links of the demo's mails lead to the site that its workspace names, which does not exist; followed in a demo, they lead to the same page of the demo shop.

const pages = /^\/(?:cart|checkout|products\/\d{1,3})$/

/** The shop's page for a link of a mail; undefined for a link to anywhere else. */
export function intoTheShop(site: string | undefined, link: URL): string | undefined {
  if (site === undefined || !URL.canParse(site) || new URL(site).origin !== link.origin) return undefined
  return pages.test(link.pathname) ? `/demo${link.pathname}` : '/demo'
}
