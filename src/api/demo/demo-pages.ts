// The pages of the demo shop, as a shop's own server would make them: with the line of the browser script and its attributes, and nothing else of
// Oncue's.

import { type Html, html } from '../html.ts'
import type { Language } from '../language.ts'
import { definePage } from '../page.ts'
import { type DemoCart, totalOf } from './demo-cart.ts'
import type { DemoCatalog, DemoProduct } from './demo-catalog.ts'
import { panel, panelStyle } from './demo-panel.ts'
import { demoStyle } from './demo-style.ts'
import { panelWords } from './panel-words.ts'

/** What every page shows around its own part. */
export interface DemoFrame {
  readonly cart: DemoCart
  readonly key: string
  /** Such as http://127.0.0.1:4400: mails need whole addresses. */
  readonly base: string
  readonly hasMailbox: boolean
  /** Whether what Oncue sees is shown beside the page. */
  readonly hasPanel: boolean
  /** What the shop is called: as in its mails. */
  readonly name: string
  /** Of what is not the shop's own: the question, the panel. The shop is English. */
  readonly language: Language
  /** The product that the page is about, or `everything`; not there on other pages. */
  readonly lookedAt?: string
}

export const sendDemoPage = definePage({
  style: `${demoStyle}${panelStyle}`,
  images: "'self' https:",
  allows: ["script-src 'self'", "connect-src 'self'"],
})

/**
 * A page's own part with what stands around it: the line of the browser script, the cart, the question. The script is waited for, other than on a site of one's own: in a demo that is built
 * on the spot it may take a moment, and whoever puts something into the cart before it is there would see that nothing was seen.
 */
export function framed({ cart, key, hasMailbox, hasPanel, name, language, lookedAt }: DemoFrame, content: Html): Html {
  const words = panelWords[language]
  const pieces = cart.lines.reduce((sum, { quantity }) => sum + quantity, 0)
  return html`<script src="/oncue.js" data-key="${key}" data-consent="ask" data-query="type"></script>
<script defer src="/demo/shop.js"></script>
<header><a class="name" href="/demo">${name}</a> <a class="cart" href="/demo/cart">Cart${pieces > 0 && html` <b>${pieces}</b>`}</a></header>
${content}
<footer><p><span lang="${language}">${words.footer} ${hasMailbox && html`<a href="/mailbox">${words.footerMails}</a>`}</span></p>
<button type="button" data-answer="no" lang="${language}">${words.forget}</button></footer>
<section id="ask" aria-label="${words.privacy}" lang="${language}" hidden><p><b id="ask-first" hidden>${words.askFirst}</b> ${words.question}</p>
<div><button type="button" data-answer="yes">${words.yes}</button><button type="button" data-answer="no">${words.no}</button></div></section>
${hasPanel && panel(language, lookedAt)}`
}

/** Who has given no address cannot be written to. */
const signUp: Html = html`<form id="sign-up" class="sign-up" aria-label="Newsletter" data-introduces="stays" data-oncue-form="newsletter"><p><b>News from the trail.</b> Once or twice a month.</p>
<input name="first_name" aria-label="First name" placeholder="First name" autocomplete="given-name" maxlength="60"><input name="email" type="email" aria-label="Mail address" placeholder="you@example.com" autocomplete="email" required maxlength="200"><button>Sign up</button></form>`

/** Everything, or one kind of it. */
export function productList(catalog: DemoCatalog, chosen: string | undefined, soldOut: ReadonlySet<string>): Html {
  const shown = catalog.products.filter(({ type }) => chosen === undefined || type === chosen)
  const tab = (name: string, href: string, isHere: boolean): Html => html`<a href="${href}"${isHere && html` aria-current="page"`}>${name}</a>`
  return html`${signUp}<main><h1>${chosen ?? 'Ready for a new adventure?'}</h1>
<nav aria-label="Kinds">${tab('All', '/demo', chosen === undefined)}${catalog.types.map((type) => tab(type, `/demo?type=${encodeURIComponent(type)}`, type === chosen))}</nav>
<ul class="products">${shown.map(
    ({ id, name, brand, price }) =>
      html`<li data-product="${id}"><a href="/demo/products/${id}"><img src="/demo/pictures/${id}.webp" alt="" width="300" height="300" loading="lazy"><span>${name}</span></a><small>${brand}</small><b>${money(price)}</b>${whenGone(soldOut.has(id), html`<small>Sold out</small>`)}</li>`,
  )}</ul></main>`
}

/** One product; looking at it is an event. */
export function productPage(product: DemoProduct, frame: DemoFrame, isGone: boolean): Html {
  const { id, name, brand, type, price, text } = product
  return html`${signUp}<main class="product" data-oncue-view="Product Viewed"${facts(product, frame)}>
<img src="/demo/pictures/${id}.webp" alt="" width="500" height="500">
<div data-product="${id}"><p><a href="/demo?type=${encodeURIComponent(type)}">${type}</a> &middot; ${brand}</p><h1>${name}</h1><p class="price">${money(price)}</p><p>${text}</p>
${whenThere(!isGone, html`<form method="post" action="/demo/cart" data-oncue-event="Product Added" data-oncue-num-quantity="1"><input type="hidden" name="add" value="${id}"><button>Add to cart</button></form>`)}
${whenGone(isGone, stockAlert)}</div></main>`
}

/** Whoever asks is told once. The address is asked for where nobody is known yet. */
const stockAlert: Html = html`<p class="gone"><b>Sold out</b></p>
<form id="stock-alert" class="stock-alert" aria-label="Stock alert" data-introduces="stays" data-oncue-event="Stock Alert Asked"><input name="email" type="email" aria-label="Mail address" placeholder="you@example.com" autocomplete="email" required maxlength="200"><button>Tell me when it is back</button></form>
<p class="asked" role="status"></p>`

/** Both are in the page, so that it changes where it stands when the shelf does. */
function whenThere(isSo: boolean, content: Html): Html {
  return html`<div data-when="there"${!isSo && html` hidden`}>${content}</div>`
}

function whenGone(isSo: boolean, content: Html): Html {
  return html`<div data-when="gone"${!isSo && html` hidden`}>${content}</div>`
}

/** What is in the cart, to be taken out again or paid. */
export function cartPage(frame: DemoFrame): Html {
  const { cart } = frame
  if (cart.lines.length === 0) return html`<main class="narrow"><h1>Your cart is empty</h1><p><a href="/demo">Look around</a></p></main>`
  return html`${signUp}<main class="narrow"><h1>Your cart</h1>
<ul class="lines">${cart.lines.map(
    ({ product, quantity }) => html`<li${facts(product, frame)}><img src="/demo/pictures/${product.id}.webp" alt="" width="96" height="96">
<span><a href="/demo/products/${product.id}">${product.name}</a><small>${quantity} &times; ${money(product.price)}</small></span>
<form method="post" action="/demo/cart" data-oncue-event="Product Removed"><input type="hidden" name="remove" value="${product.id}"><button class="quiet" aria-label="Remove ${product.name}">Remove</button></form></li>`,
  )}</ul>
<p class="total">Total <b>${money(totalOf(cart))}</b></p>
<p><a class="button" href="/demo/checkout" data-oncue-event="Checkout Started" data-oncue-prop-cart_id="${cart.id}">To the checkout</a></p></main>`
}

/** Asks who it is for: the only place where the shop learns an address. */
export function checkoutPage({ cart }: DemoFrame): Html {
  return html`<main class="narrow"><h1>Checkout</h1><p>Total ${money(totalOf(cart))}. Nothing is really sold: any address will do.</p>
<form class="fields" method="post" action="/demo/checkout" data-oncue-form="checkout" data-introduces>
<label>First name <input name="first_name" autocomplete="given-name" maxlength="60"></label>
<label>Mail address <input name="email" type="email" autocomplete="email" required maxlength="200"></label>
<button>Order</button></form></main>`
}

/** The order is told by the page that comes right after it, and only the first time. */
export function thanksPage(order: { readonly id: string; readonly cart: string; readonly revenue: number } | undefined): Html {
  const told =
    order === undefined
      ? undefined
      : html` data-oncue-view="Order Completed" data-oncue-prop-order_id="${order.id}" data-oncue-prop-cart_id="${order.cart}" data-oncue-num-revenue="${order.revenue}" data-oncue-prop-currency="EUR"`
  return html`<main class="narrow"${told}><h1>Thank you</h1><p>Your order is on its way, or would be. <a href="/demo">Look around</a></p></main>`
}

/** What every event about a product carries. */
function facts({ id, name, brand, type, price }: DemoProduct, { cart, base }: DemoFrame): Html {
  return html` data-oncue-prop-product_id="${id}" data-oncue-prop-name="${name}" data-oncue-prop-brand="${brand}" data-oncue-prop-category="${type}" data-oncue-num-price="${price}" data-oncue-prop-cart_id="${cart.id}" data-oncue-prop-url="${base}/demo/products/${id}" data-oncue-prop-image_url="${base}/demo/pictures/${id}.webp"`
}

function money(amount: number): string {
  return `€${amount.toFixed(2)}`
}
