// Compiles the pages of all templates that are written in MJML, in all their languages (of everybody's page the first of the workspace's): with the brand's colors in them, and with a footer that has
// the way out and the postal address when the author wrote none. Done when definitions are read, in a thread with limits; what is published is HTML with Liquid.

import { type BrandFacts, brandFacts } from '../model/brand.ts'
import type { Definitions, LocalizedTemplate, Problem, Template, Workspace } from '../model/definitions.ts'
import { lookingRenderer } from './looking-renderer.ts'

export interface CompiledPages {
  readonly templates: readonly Template[]
  readonly problems: readonly Problem[]
}

/** Compiles them. A template with mistakes keeps its page as it was written. */
export async function compilePages({ workspace, templates }: Pick<Definitions, 'workspace' | 'templates'>): Promise<CompiledPages> {
  const brand = brandFacts({ brand: workspace.brand, sender: senderOf(workspace) })
  const compiled = await Promise.all(
    templates.map(async (template) => {
      const shape = { template: template.template, brand, hasFooter: template.topic !== undefined && !isTransactional(workspace, template.topic) }
      const [page, locales] = await Promise.all([
        compileParts(template, { ...shape, path: [], language: workspace.languages?.[0] ?? 'en' }),
        Promise.all(
          Object.entries(template.locales ?? {}).map(
            async ([locale, parts]) => [locale, await compileParts(parts, { ...shape, path: ['locales', locale], language: locale })] as const,
          ),
        ),
      ])
      const problems = [...page.problems, ...locales.flatMap(([, one]) => one.problems)]
      if (template.locales === undefined) return { template: page.parts, problems }
      return { template: { ...page.parts, locales: Object.fromEntries(locales.map(([locale, { parts }]) => [locale, parts])) }, problems }
    }),
  )
  return { templates: compiled.map(({ template }) => template), problems: compiled.flatMap(({ problems }) => problems) }
}

/** What mails are signed with: the sender's name, or else the workspace's. */
export function senderOf({ sender, workspace }: Workspace): string {
  return sender?.name ?? workspace
}

interface Shape {
  readonly template: string
  readonly brand: BrandFacts
  readonly hasFooter: boolean
  readonly path: readonly string[]
  readonly language: string
}

interface CompiledParts<Parts> {
  readonly parts: Parts
  readonly problems: readonly Problem[]
}

async function compileParts<Parts extends LocalizedTemplate>(parts: Parts, shape: Shape): Promise<CompiledParts<Parts>> {
  if (parts.mjml === undefined) return { parts, problems: [] }
  const source = withBrand(shape.hasFooter ? withFooter(parts.mjml) : parts.mjml, shape.brand)
  const { html, mistakes } = await lookingRenderer.page(source, shape.language)
  const problems = mistakes.map(({ at, message, fix }): Problem => {
    const before = source.slice(0, at).split('\n')
    return {
      severity: 'error',
      definition: { kind: 'template', name: shape.template },
      path: [...shape.path, 'mjml'],
      code: 'template/mjml',
      message: `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${message}`,
      fix,
    }
  })
  return { parts: html === undefined ? parts : { ...parts, html }, problems }
}

/** `{{ brand.colors.accent }}` is the same for everybody, so it is filled in before: also where MJML needs a fixed value. */
function withBrand(source: string, brand: BrandFacts): string {
  return source.replaceAll(/\{\{-?\s*brand((?:\.\w+)+)\s*-?\}\}/g, (written, path: string) => {
    const value = path
      .slice(1)
      .split('.')
      .reduce<unknown>(
        (inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<string, unknown>)[key] : undefined),
        brand,
      )
    return typeof value === 'string' || typeof value === 'number'
      ? String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
      : written
  })
}

const footer = [
  '<mj-section css-class="oncue-footer" padding="24px 16px 40px 16px"><mj-column><mj-text align="center" font-family="{{ brand.fonts.body }}"',
  ' font-size="13px" line-height="20px" color="{{ brand.colors.soft }}">{{ workspace.address }}',
  '{% if unsubscribe_url %}<br><a href="{{ unsubscribe_url }}" style="color:{{ brand.colors.soft }};">Unsubscribe</a>{% endif %}</mj-text></mj-column></mj-section>',
].join('')

/** Mail that advertises needs both; who wrote one of them has a footer of an own. */
function withFooter(source: string): string {
  if (/\b(?:unsubscribe_url|preferences_url)\b|\bworkspace\.address\b/.test(source)) return source
  const end = source.lastIndexOf('</mj-body>')
  return end < 0 ? source : `${source.slice(0, end)}${footer}${source.slice(end)}`
}

function isTransactional({ topics = [] }: Workspace, topic: string): boolean {
  return topics.some((one) => one.topic === topic && one.transactional === true)
}
