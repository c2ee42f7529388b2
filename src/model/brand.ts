// How the mails of a workspace look: name, logo, colours for light and dark, fonts. Said once, and used by every template as `{{ brand... }}`.

import { z } from 'zod'
import { mistake } from './mistake.ts'

const says = (description: string) => ({ description })
const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, mistake('write-color'))
const font = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[\w\s,.'-]+$/, "write fonts as Georgia, 'Times New Roman', serif")

const colorsSchema = z
  .strictObject({
    accent: color.optional().meta(says('Buttons and what stands out.')),
    onAccent: color.optional().meta(says('Words on a button.')),
    link: color.optional().meta(says('Links in a text; the accent by default.')),
    ground: color.optional().meta(says('Behind the mail.')),
    card: color.optional().meta(says('The mail itself.')),
    ink: color.optional().meta(says('Headings and text.')),
    soft: color.optional().meta(says('Text that matters less.')),
    line: color.optional().meta(says('Lines between things.')),
    tint: color.optional().meta(says('A quiet area on the card.')),
  })
  .meta(says('Colors, as #1f5f4a.'))

export const brandSchema = z
  .strictObject({
    name: z.string().min(1).max(100).optional().meta(says('What stands where a logo would; the name of the sender by default.')),
    site: z.url().optional().meta(says('Where the logo leads.')),
    logo: z
      .strictObject({
        src: z.url().meta(says('The picture, at an address on the net.')),
        width: z.number().int().min(16).max(400).meta(says('How wide it is shown, in pixels.')),
        dark: z.url().optional().meta(says('The picture to show on a dark mail.')),
      })
      .optional()
      .meta(says('The picture at the top of every mail.')),
    colors: colorsSchema.optional().meta(says('Colors, as #1f5f4a.')),
    dark: colorsSchema.optional().meta(says('The same for readers who like it dark.')),
    fonts: z
      .strictObject({
        heading: font.optional().meta(says('Fonts of headings, the first that the reader has.')),
        body: font.optional().meta(says('Fonts of everything else.')),
      })
      .optional()
      .meta(says('Fonts that readers have; none are loaded from the net.')),
  })
  .meta(says('How mails look: what templates write as {{ brand.colors.accent }}. What is left out has a default.'))
export type Brand = z.infer<typeof brandSchema>

const light = {
  ...{ accent: '#2f4bd8', onAccent: '#ffffff', link: '#2f4bd8', ground: '#f3f4f7', card: '#ffffff' },
  ...{ ink: '#171a21', soft: '#5b6271', line: '#e3e6ec', tint: '#eef1fb' },
}
const dark = {
  ...{ accent: '#9db0ff', onAccent: '#10142a', link: '#9db0ff', ground: '#101217', card: '#191c23' },
  ...{ ink: '#eef0f5', soft: '#a9b0be', line: '#2d323d', tint: '#232733' },
}
const system = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

/** All of it, with defaults: what templates see. */
export function brandFacts({ brand = {}, sender }: { readonly brand?: Brand | undefined; readonly sender: string }) {
  return {
    name: brand.name ?? sender,
    site: brand.site ?? '',
    logo: { src: brand.logo?.src ?? '', width: brand.logo?.width ?? 0, dark: brand.logo?.dark ?? '' },
    colors: { ...light, ...withLink(brand.colors) },
    dark: { ...dark, ...withLink(brand.dark) },
    fonts: { heading: system, body: system, ...brand.fonts },
  }
}
export type BrandFacts = ReturnType<typeof brandFacts>

function withLink(colors: Brand['colors'] = {}): typeof colors {
  return colors.accent === undefined ? colors : { link: colors.accent, ...colors }
}
