// The picture of an item of the catalogue as a page of its own, for a frame of the console: pictures of others are loaded only when asked, as in previews of mails.

import { html } from '../html.ts'

/** The page; undefined where the item has no picture. Where the picture cannot be loaded, its title stands in its place. */
export function itemPicture({ image, title }: { readonly image?: unknown; readonly title?: unknown }): string | undefined {
  if (typeof image !== 'string' || image === '') return undefined
  const name = typeof title === 'string' ? title : image
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title>
<style>body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 14px system-ui } img { max-width: 100%; max-height: 100vh; object-fit: contain }</style>
</head><body><img src="${image}" alt="${name}"></body></html>`.markup
}
