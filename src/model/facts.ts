// What a template may speak of. The same names in mails, webhooks and the editor's preview.

import type { BrandFacts } from './brand.ts'
import type { Template } from './definitions.ts'
import type { JsonObject } from './json.ts'

export interface Facts {
  /** Attributes of the subscriber: `{{ subscriber.first_name }}`. */
  readonly subscriber: JsonObject
  /** Properties of the event that started the enrollment: `{{ trigger.cart_id }}`. */
  readonly trigger: JsonObject
  /** `{{ cart.items }}`, `{{ cart.value }}`, `{{ cart.count }}`: the cart as it is at the moment of sending. */
  readonly cart: JsonObject
  /** What the template's lookups found: `{{ catalogue.product.title }}`. */
  readonly catalogue?: JsonObject
  /** The discount code of the reader. */
  readonly code?: string
  /** From when on it is no longer good, UTC milliseconds; absent when it always is. */
  readonly code_expires?: number
  readonly journey: string
  readonly step: string
  /** `sender` is who mails come from, `address` the postal one. */
  readonly workspace: { readonly name: string; readonly sender?: string; readonly zone?: string; readonly address?: string }
  /** The instant of sending, UTC milliseconds: what `now` means in a template. Without it `now` renders empty. */
  readonly now?: number
  /** The page on which the subscriber can unsubscribe. */
  readonly unsubscribe_url?: string
  /** The page on which the subscriber chooses what comes and how often. */
  readonly preferences_url?: string
  /** The mail as a page of this server; where the archive does not keep it whole there is none. */
  readonly view_url?: string
  /** The page on which a double opt-in is confirmed, in the mail that asks for it. */
  readonly confirm_url?: string
  /** The topics that such a mail asks about, in words. */
  readonly topics?: readonly string[]
  /** How mails look: `{{ brand.colors.accent }}`. */
  readonly brand?: BrandFacts
  /** The segments that the subscriber is in: `{% if segments contains 'loyal' %}`. */
  readonly segments?: readonly string[]
  /** The template's own conditions, each with whether it holds: `{% if conditions.big-cart %}`. */
  readonly conditions?: Readonly<Record<string, boolean>>
  /** The variants that the passage was given, by the id of the step that split: `{% if variants.tone == 'short' %}`. */
  readonly variants?: Readonly<Record<string, string>>
}

export type Rendered<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly reason: string }

/** Turns templates and facts into messages; never throws for anything an author or a subscriber wrote. */
export interface Renderer {
  /** A field that is missing comes out empty or, for samples, refuses the mail. */
  email(
    template: Template,
    facts: Facts,
    missing?: 'empty' | 'refused',
  ): Promise<Rendered<{ readonly subject: string; readonly html: string; readonly text: string }>>
  /** Renders each text with the same facts, and escapes what placeholders fill in for where it lands. */
  texts(
    texts: readonly { readonly text: string; readonly encode: 'none' | 'url' | 'json' | 'xml' | 'header' }[],
    facts: Facts,
  ): Promise<Rendered<{ readonly texts: readonly string[] }>>
  close(): Promise<void>
}
