// Work -> the message that a channel hands over: the template or the step's own definition, filled with the facts that were
// frozen at authorization. Anything an author or a subscriber wrote that cannot be rendered is a reason, never an exception.

import type { ProgramSource } from '../../engine/program.ts'
import { archiveRule } from '../../model/archive.ts'
import { brandFacts } from '../../model/brand.ts'
import type { Template } from '../../model/definitions.ts'
import type { Facts, Rendered, Renderer } from '../../model/facts.ts'
import { inLocale } from '../../model/in-locale.ts'
import type { OwnHead } from '../../model/own-head.ts'
import { sentence } from '../../model/sentence.ts'
import { withHead } from '../../model/with-head.ts'
import type { EmailMessage, OutgoingMessage } from '../channel.ts'
import type { Work } from '../requests.ts'
import { composePopup, composeSms } from './compose-short.ts'
import { composeWebhook } from './compose-webhook.ts'
import { type ConsentLinks, consentFacts } from './consent-facts.ts'
import { hashOf } from './effect-hash.ts'
import { type Following, layLinks } from './lay-links.ts'
import { packLinks } from './link-map.ts'
import { optInMail } from './opt-in-mail.ts'
import { stepOfWork } from './step-of-work.ts'
import { utmOfWork } from './utm-of-work.ts'

export interface Composer {
  readonly source: ProgramSource
  readonly renderer: Renderer
  /** The name that a mail carries where it is sent back, and the address it is sent back to. */
  readonly comesBackAs?:
    | ((about: { readonly subscriber: number; readonly effect: string }) => { readonly handle: string; readonly returnPath?: string })
    | undefined
  /** How the links of a mail lead through this server; without it nobody is followed. */
  readonly follow?: ((effect: string) => Following | Promise<Following>) | undefined
  /** The page on which this subscriber unsubscribes from this topic ("all" when the mail has none). */
  readonly unsubscribeUrl?: ((about: { readonly subscriber: number; readonly topic: string; readonly effect: string }) => string | Promise<string>) | undefined
  /** The page on which a browser shows this mail. */
  readonly viewUrl?: ((message: string) => string | Promise<string>) | undefined
  /** Where a provider of text messages reports what became of this one. */
  readonly smsStatusUrl?: ((about: { readonly subscriber: number; readonly effect: string }) => string | Promise<string>) | undefined
  readonly consentLinks?: ConsentLinks | undefined
  /** The head of the mail whatever its step says of it: for a look at the template. */
  readonly head?: OwnHead
  /** What a kept mail says, with links that lead where they lead in the end; undefined where it is not kept (any more). */
  readonly reopen?: ((message: string) => Promise<ReopenedMail | undefined>) | undefined
}

export interface ReopenedMail {
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly replyTo?: string
}

export interface Composed {
  readonly message: OutgoingMessage
  /** Where its links lead, to be kept before it leaves (src/runtime/sending/link-map.ts); undefined when they lead there by themselves. */
  readonly links?: string
  /** What a mail was made from. */
  readonly template?: Template
}

/** The complete message, or the reason why there is none. */
export async function composeMessage(composer: Composer, work: Work): Promise<Rendered<Composed>> {
  const facts = await factsOf(composer, work)
  switch (work.effect.kind) {
    case 'send':
      return work.effect.resends === undefined ? composeEmail(composer, work, facts) : composeAgain(composer, work, { facts, message: work.effect.resends })
    case 'webhook':
      return composeWebhook(composer, work, facts)
    case 'sms':
      return composeSms(composer, work, facts)
    case 'popup':
      return composePopup(composer, work, facts)
  }
}

async function factsOf(composer: Composer, work: Work): Promise<Facts> {
  const { effect, delivery, transmission, trigger } = work
  const { source, unsubscribeUrl } = composer
  const { workspace } = source
  const { optIn } = transmission
  const subscriber = optIn?.locale === undefined ? transmission.attributes : { ...transmission.attributes, locale: optIn.locale }
  const topic = effect.kind === 'webhook' ? undefined : effect.topic
  const about = { subscriber: delivery.subscriber, topic: topic ?? 'all', effect: effect.key }
  return {
    subscriber,
    trigger: trigger?.properties ?? {},
    cart: transmission.cart ?? {},
    ...(transmission.catalogue === undefined ? {} : { catalogue: transmission.catalogue }),
    ...codeFacts(transmission),
    journey: effect.journey,
    step: effect.step,
    workspace: {
      name: workspace.workspace,
      sender: workspace.sender?.name ?? workspace.workspace,
      ...(workspace.zone === undefined ? {} : { zone: workspace.zone }),
      ...(workspace.address === undefined ? {} : { address: workspace.address }),
    },
    now: transmission.authorizedAt,
    brand: brandFacts({ brand: workspace.brand, sender: workspace.sender?.name ?? workspace.workspace }),
    segments: transmission.segments ?? [],
    conditions: transmission.conditions ?? {},
    variants: transmission.variants ?? {},
    // Whoever is only asked has nothing yet to unsubscribe from.
    ...(unsubscribeUrl === undefined || optIn !== undefined || effect.kind === 'webhook' || effect.kind === 'popup'
      ? {}
      : { unsubscribe_url: await unsubscribeUrl(about) }),
    ...(await consentFacts(composer, work)),
    ...(await viewFacts(composer, work)),
  }
}

/** No page for a mail that the archive does not keep whole: there would be nothing on it. */
async function viewFacts({ source, viewUrl }: Composer, { effect, delivery }: Work): Promise<Pick<Facts, 'view_url'>> {
  if (effect.kind !== 'send' || viewUrl === undefined) return {}
  const template = source.templates.find((one) => one.template === delivery.template)
  return archiveRule(source.workspace, template).keep === 'whole' ? { view_url: await viewUrl(effect.key) } : {}
}

function codeFacts({ code }: Work['transmission']): Pick<Facts, 'code' | 'code_expires'> {
  if (code === undefined) return {}
  return code.expiresAt === undefined ? { code: code.code } : { code: code.code, code_expires: code.expiresAt }
}

/** The mail that is kept, once more: another message to the mail systems, with links of its own. */
async function composeAgain(
  composer: Composer,
  work: Work,
  { facts, message }: { readonly facts: Facts; readonly message: string },
): Promise<Rendered<Composed>> {
  const kept = await composer.reopen?.(message)
  if (kept === undefined) return { ok: false, reason: sentence('archive-gone') }
  const written = composer.source.templates.find((one) => one.template === work.delivery.template)
  const { replyTo, ...content } = kept
  const template = { template: work.delivery.template ?? '', ...written, ...content, ...(replyTo === undefined ? {} : { replyTo }), utm: false as const }
  const composed = await layOut(composer, work, { facts, template, rendered: { ok: true, ...content } })
  // What the archive shares among messages is made from what was written for everybody, never from what one person got.
  if (!composed.ok) return composed
  const { template: _, ...own } = composed
  return written === undefined ? own : { ...own, template: written }
}

async function composeEmail(composer: Composer, work: Work, facts: Facts): Promise<Rendered<Composed>> {
  const { source, renderer } = composer
  const { delivery, effect, transmission } = work
  const written = source.templates.find((one) => one.template === delivery.template)
  const { optIn } = transmission
  const { locale } = facts.subscriber
  const locales = [typeof locale === 'string' ? locale : undefined, source.workspace.languages?.[0]]
  const template =
    written === undefined ? optIn && optInMail(effect.journey, source.workspace.pages, locales) : inLocale(withHead(written, headOf(composer, work)), locale)
  if (template === undefined) return { ok: false, reason: sentence('template-gone', { template: delivery.template ?? '' }) }
  const rendered = await renderer.email(template, facts)
  return rendered.ok ? layOut(composer, work, { facts, template, rendered }) : rendered
}

/** What the step says of the head of its mail. */
function headOf({ source, head }: Composer, work: Work): OwnHead {
  if (head !== undefined) return head
  const step = stepOfWork(source, work)
  return step !== undefined && 'send' in step ? step : {}
}

interface ToLayOut {
  readonly facts: Facts
  readonly template: Template
  readonly rendered: Extract<Awaited<ReturnType<Renderer['email']>>, { ok: true }>
}

async function layOut(composer: Composer, work: Work, { facts, template, rendered }: ToLayOut): Promise<Rendered<Composed>> {
  const { source, follow, comesBackAs } = composer
  const { delivery, effect, transmission } = work
  const sender = transmission.from ?? template.from ?? source.workspace.sender
  if (sender === undefined) return { ok: false, reason: sentence('nobody-to-send-from') }
  if (transmission.to === undefined) return { ok: false, reason: 'the authorization named no address' }
  const { subject } = rendered
  const name = headOf(composer, work).from?.name ?? sender.name
  const following = transmission.mayTrack && template.follow !== false ? await follow?.(effect.key) : undefined
  const own = [facts.unsubscribe_url, facts.preferences_url, facts.view_url, facts.confirm_url].filter((url) => url !== undefined)
  const back = comesBackAs?.({ subscriber: delivery.subscriber, effect: effect.key })
  const utm = utmOfWork(source, work, template)
  const { html, text, links } = layLinks(rendered, { utm, following, own: following === undefined ? own : [...own, following.base] })
  const message: EmailMessage = {
    kind: 'email',
    key: effect.key,
    from: name === undefined ? { address: sender.address } : { name, address: sender.address },
    to: transmission.to,
    subject,
    html,
    text,
    messageId: `<${back?.handle ?? hashOf(effect.key)}@${sender.address.split('@').at(-1)}>`,
    date: transmission.authorizedAt,
    about: { journey: effect.journey, step: effect.step, template: template.template, subscriber: String(delivery.subscriber) },
    ...(back?.returnPath === undefined ? {} : { returnPath: back.returnPath }),
    ...(template.replyTo === undefined ? {} : { replyTo: template.replyTo }),
    ...(facts.unsubscribe_url === undefined ? {} : { unsubscribeUrl: facts.unsubscribe_url }),
  }
  return { ok: true, message, template, ...(links === undefined ? {} : { links: packLinks(links) }) }
}
