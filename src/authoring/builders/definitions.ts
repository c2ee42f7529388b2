// Whole definitions written in TypeScript: a name, and the rest as YAML would say it.

import type { Where } from '../../model/comparison.ts'
import type * as model from '../../model/definitions.ts'
import type { Exit, Journey, Trigger } from '../../model/journey.ts'
import { type Authored, type AuthoredCondition, plain } from './authored.ts'

/** The workspace: `workspace('shop', { zone: 'Europe/Berlin', topics: [{ topic: 'news' }] })`. */
export function workspace(name: string, rest: Omit<model.Workspace, 'workspace'> = {}): model.Workspace {
  return plain<model.Workspace>({ workspace: name, ...rest })
}

/** A journey: `journey('welcome', { enter: [enter.on('Signed Up')], steps: [send('welcome')] })`. */
export function journey(name: string, rest: Authored<Omit<Journey, 'journey'>>): Journey {
  return plain<Journey>({ journey: name, ...rest })
}

/** A segment: `segment('loyal', event('Order Completed').atLeast(3))`. */
export function segment(name: string, condition: AuthoredCondition, { description }: { readonly description?: string } = {}): model.Segment {
  return plain<model.Segment>({ segment: name, description, if: condition })
}

/** A part of a template: the text itself, or a file beside the module. */
export type TemplatePart = string | { readonly file: string }

type TemplateRest = Omit<model.Template, 'template' | 'html' | 'mjml' | 'text'>

/** A template: `template('welcome', { subject: 'Hello', html: { file: './welcome.html' } })`. */
export function template<Html extends TemplatePart, Text extends TemplatePart = string>(
  name: string,
  rest: TemplateRest & { readonly html: Html; readonly text?: Text },
): { readonly template: string } & typeof rest
/** The same with its page in MJML: `template('welcome', { subject: 'Hello', mjml: { file: './welcome.mjml' } })`. */
export function template(
  name: string,
  rest: TemplateRest & { readonly mjml: TemplatePart; readonly text?: TemplatePart },
): { readonly template: string } & typeof rest
export function template(name: string, rest: object): object {
  return { template: name, ...rest }
}

/** What lets a subscriber in. */
export const enter = {
  /** An event happens. */
  on: (events: string | readonly string[], options: { readonly where?: Where; readonly if?: AuthoredCondition } = {}): Trigger =>
    plain<Trigger>({ on: events, ...options }),
  /** None of these events for so long after one of them: `enter.quiet('30m', { on: ['Product Added'] })`. */
  quiet: (
    duration: string,
    options: {
      readonly on: string | readonly string[]
      readonly unless?: string | readonly string[]
      readonly where?: Where
      readonly if?: AuthoredCondition
    },
  ): Trigger => plain<Trigger>({ quiet: duration, ...options }),
  /** A condition turns true, by an event or by time. */
  becomes: (condition: AuthoredCondition): Trigger => plain<Trigger>({ becomes: condition }),
  /** On a schedule, whoever a condition holds for: `enter.at('0 3 * * *', { for: attribute('plan').is('trial') })`. */
  at: (cron: string, options: { readonly zone?: string; readonly for?: AuthoredCondition } = {}): Trigger => plain<Trigger>({ at: cron, ...options }),
  /** Joins a segment or a list. */
  joins: (group: { readonly segment: string } | { readonly list: string }, options: { readonly if?: AuthoredCondition } = {}): Trigger =>
    plain<Trigger>({ joins: group, ...options }),
  /** Leaves a segment or a list. */
  leaves: (group: { readonly segment: string } | { readonly list: string }, options: { readonly if?: AuthoredCondition } = {}): Trigger =>
    plain<Trigger>({ leaves: group, ...options }),
} as const

/** What ends an enrollment at once. */
export const exit = {
  /** The event happens. */
  event: (name: string, where?: Where): Exit => plain<Exit>({ event: name, where }),
  /** The condition holds. */
  when: (condition: AuthoredCondition): Exit => plain<Exit>({ when: condition }),
} as const
