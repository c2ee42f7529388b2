// Text messages and popups: made from the step's own definition, as plain text. What a subscriber's data fills in stays text: a popup is
// never markup, and the host of every address in it was written by its author.

import type { ProgramSource } from '../../engine/program.ts'
import { durationMs } from '../../model/duration.ts'
import type { Facts, Rendered, Renderer } from '../../model/facts.ts'
import type { PopupMessage, SmsMessage } from '../channel.ts'
import type { Work } from '../requests.ts'
import { stepIsGone, stepOfWork } from './step-of-work.ts'

interface ShortComposer {
  readonly source: ProgramSource
  readonly renderer: Renderer
  readonly smsStatusUrl?: ((about: { readonly subscriber: number; readonly effect: string }) => string | Promise<string>) | undefined
}

/** The text message of an `sms` step. */
export async function composeSms(
  { source, renderer, smsStatusUrl }: ShortComposer,
  work: Work,
  facts: Facts,
): Promise<Rendered<{ readonly message: SmsMessage }>> {
  const { effect, delivery, transmission } = work
  const step = stepOfWork(source, work)
  if (step === undefined || !('sms' in step)) return stepIsGone(work)
  if (transmission.to === undefined) return { ok: false, reason: 'the authorization named no phone number' }
  const rendered = await renderer.texts([{ text: step.sms, encode: 'none' }], facts)
  if (!rendered.ok) return rendered
  const message: SmsMessage = {
    kind: 'sms',
    key: effect.key,
    to: transmission.to,
    text: (rendered.texts[0] ?? '').trim(),
    date: transmission.authorizedAt,
    ...(smsStatusUrl === undefined ? {} : { statusUrl: await smsStatusUrl({ subscriber: delivery.subscriber, effect: effect.key }) }),
    about: aboutWork(work),
  }
  return { ok: true, message }
}

const usualEvery = '1h'

/** The popup of a `popup` step. */
export async function composePopup({ source, renderer }: ShortComposer, work: Work, facts: Facts): Promise<Rendered<{ readonly message: PopupMessage }>> {
  const { effect, transmission } = work
  const step = stepOfWork(source, work)
  if (step === undefined || !('popup' in step)) return stepIsGone(work)
  const { title, text = '', image = '', button, placement = 'bottom-right', times = 1, every = usualEvery, close = true } = step.popup
  const rendered = await renderer.texts(
    [
      { text: title, encode: 'none' },
      { text, encode: 'none' },
      { text: image, encode: 'url' },
      { text: button?.text ?? '', encode: 'none' },
      { text: button?.url ?? '', encode: 'url' },
    ],
    facts,
  )
  if (!rendered.ok) return rendered
  const [filledTitle = '', filledText = '', filledImage = '', buttonText = '', buttonUrl = ''] = rendered.texts
  const message: PopupMessage = {
    kind: 'popup',
    key: effect.key,
    title: filledTitle.trim(),
    text: filledText.trim(),
    ...(filledImage === '' ? {} : { image: filledImage }),
    ...(button === undefined ? {} : { button: { text: buttonText.trim(), url: buttonUrl } }),
    placement,
    times,
    everyMs: durationMs(every),
    hasCloseButton: close,
    expiresAt: effect.expiresAt ?? Number.MAX_SAFE_INTEGER,
    date: transmission.authorizedAt,
    about: aboutWork(work),
  }
  return { ok: true, message }
}

function aboutWork({ effect, delivery }: Work): NonNullable<SmsMessage['about']> {
  return { journey: effect.journey, step: effect.step, subscriber: String(delivery.subscriber) }
}
