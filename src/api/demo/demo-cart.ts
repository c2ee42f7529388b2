// The demo shop's cart, which is all in a cookie of the shop's: "c-1f3a:7x1.12x2". What a browser says is believed as far as it can be right.

import { randomBytes } from 'node:crypto'
import type { DemoCatalog, DemoProduct } from './demo-catalog.ts'

export interface DemoCart {
  readonly id: string
  readonly lines: readonly { readonly product: DemoProduct; readonly quantity: number }[]
}

export const cartCookie = 'demo_cart'
const mostLines = 20
const mostPieces = 9

/** The cart that a Cookie header names; an empty one with a new id otherwise. */
export function readCart(header: string | undefined, catalog: DemoCatalog): DemoCart {
  const value = cookieIn(header, cartCookie)
  const [, id, rest = ''] = /^(c-[0-9a-f]{8}):([\dx.]*)$/.exec(value ?? '') ?? []
  if (id === undefined) return { id: `c-${randomBytes(4).toString('hex')}`, lines: [] }
  const lines = rest.split('.').flatMap((line) => {
    const [productId = '', quantity] = line.split('x')
    const product = catalog.find(productId)
    return product === undefined ? [] : [{ product, quantity: Math.min(mostPieces, Math.max(1, Number(quantity) || 1)) }]
  })
  return { id, lines: lines.slice(0, mostLines) }
}

/** One more of a product, or one that was not there. */
export function withProduct({ id, lines }: DemoCart, product: DemoProduct): DemoCart {
  const there = lines.find((line) => line.product === product)
  if (there === undefined) return { id, lines: [...lines, { product, quantity: 1 }].slice(-mostLines) }
  return { id, lines: lines.map((line) => (line === there ? { product, quantity: Math.min(mostPieces, line.quantity + 1) } : line)) }
}

/** Without any piece of a product. */
export function withoutProduct({ id, lines }: DemoCart, product: DemoProduct): DemoCart {
  return { id, lines: lines.filter((line) => line.product !== product) }
}

/** What is to be paid, in whole cents as money is counted. */
export function totalOf({ lines }: DemoCart): number {
  return lines.reduce((cents, { product, quantity }) => cents + Math.round(product.price * 100) * quantity, 0) / 100
}

/** The value of the cookie that keeps the cart. */
export function cartText({ id, lines }: DemoCart): string {
  return `${id}:${lines.map(({ product, quantity }) => `${product.id}x${quantity}`).join('.')}`
}

/** The value of one cookie of a Cookie header. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}
