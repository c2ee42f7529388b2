// Pictures of the demo shop show at once wherever a mail is looked at; those of anybody else wait to be asked for.

import { expect, test } from 'vitest'
import { findOwnPictures } from '../../src/api/demo/own-pictures.ts'
import { withoutPictures } from '../../src/api/previews/without-pictures.ts'

const find = findOwnPictures({ site: () => 'https://shop.example/', publicUrl: undefined })
const request = { protocol: 'http', host: 'localhost:4400' } as const

test('pictures of the shop, by the made-up site of samples or by an earlier port, are led to where the shop is now', () => {
  const shop = find(request)
  expect(shop?.at).toBe('http://localhost:4400/demo/pictures/')
  const mail =
    '<img src="http://127.0.0.1:9999/demo/pictures/54.webp"><img src="https://shop.example/pictures/7.webp"><a href="https://shop.example/products/7">x</a>'
  expect(shop?.lead(mail)).toBe(
    '<img src="http://localhost:4400/demo/pictures/54.webp"><img src="http://localhost:4400/demo/pictures/7.webp"><a href="https://shop.example/products/7">x</a>',
  )
})

test('pictures of others stay away where nothing is loaded, however much they look like those of the shop', () => {
  const shop = find(request)
  const page = [
    '<img src="http://localhost:4400/demo/pictures/54.webp" alt="a">',
    '<img src="http://localhost:4400.evil.example/demo/pictures/54.webp" alt="b">',
    '<img src="https://evil.example/http://127.0.0.1:1/demo/pictures/54.webp" alt="c">',
    "<img src='https://evil.example/pixel.gif' alt=d>",
    '<td background="http://localhost:4400/demo/pictures/1.webp" style="background: url(https://evil.example/x)">',
  ].join('')
  const left = withoutPictures(shop?.lead(page) ?? '', shop?.at)
  expect(left).toContain('<img src="http://localhost:4400/demo/pictures/54.webp" alt="a">')
  expect(left.match(/src=/g)).toHaveLength(1)
  expect(left).not.toContain('evil.example')
  expect(withoutPictures(page).match(/src=/g)).toBe(null)
})

test('an address that is none is named in no policy', () => {
  for (const host of ["localhost; script-src 'unsafe-inline'", 'a b', '', 'x/../y']) expect(find({ protocol: 'http', host })).toBe(undefined)
})
