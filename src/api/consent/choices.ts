// What stands on the page of preferences for somebody: the topics that may be chosen, what was said about each, and whether there is a break. It reads no
// person and sends no page.

import type { ConsentChannel } from '../../model/consent.ts'
import type { Workspace } from '../../model/definitions.ts'
import { localeKey } from '../../model/locale.ts'
import { topicTitle } from '../../model/topic.ts'
import type { Described } from '../../runtime/runtime.ts'
import type { Choices } from './consent-pages.ts'

/** What somebody said so far. */
export type Said = Pick<Described['state'], 'attributes' | 'topics' | 'channelTopics' | 'tracking' | 'pausedUntil'>

/** Somebody who said nothing yet. */
export const saidNothing: Said = { attributes: {}, topics: {}, channelTopics: {}, tracking: undefined, pausedUntil: undefined }

export interface ChoicesAsked {
  readonly workspace: Workspace
  /** Of the page. */
  readonly language: string
  /** Those in which the topics are wanted, best first. */
  readonly locales: readonly string[]
  readonly now: number
}

/** The choices as they stand. */
export function choicesOf(said: Said, { workspace, language, locales, now }: ChoicesAsked): Omit<Choices, 'isSaved'> {
  const { pausedUntil } = said
  const isPaused = pausedUntil !== undefined && pausedUntil > now
  const rows = offered(workspace).map(({ topic, channels }) => ({
    topic,
    title: topicTitle(workspace.topics, topic, locales),
    boxes: channels.map((channel) => ({ channel, isGiven: isGiven(said, workspace, { topic, channel }), isStopped: isStopped(said, channel) })),
  }))
  return {
    workspace: senderName(workspace),
    languages: languagesOf(workspace).map((tag) => ({ tag, name: ownName(tag), isChosen: tag === languageOf(said, workspace) })),
    rows,
    channels: [...new Set(rows.flatMap(({ boxes }) => boxes.map(({ channel }) => channel)))],
    tracking: workspace.policy?.tracking === 'off' ? undefined : (said.tracking?.allowed ?? workspace.policy?.tracking === 'opt-out'),
    pausedUntil: isPaused ? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: workspace.zone ?? 'UTC' }).format(pausedUntil) : undefined,
  }
}

/** The languages that may be chosen; none where there is no choice. */
export function languagesOf({ languages = [] }: Workspace): readonly string[] {
  return languages.length > 1 ? languages : []
}

/** The language in which this person is written to, of those that may be chosen. */
export function languageOf({ attributes }: Said, { languages = [] }: Workspace): string | undefined {
  const locale = attributes['locale']
  return (typeof locale === 'string' ? localeKey(languages, locale) : undefined) ?? languages[0]
}

/** A language as those who speak it call it: Deutsch. */
function ownName(tag: string): string {
  const named = new Intl.DisplayNames([tag.replaceAll('_', '-')], { type: 'language', fallback: 'none' }).of(tag.replaceAll('_', '-')) ?? tag
  return named.slice(0, 1).toLocaleUpperCase(tag.replaceAll('_', '-')) + named.slice(1)
}

export interface Offer {
  readonly topic: string
  readonly channels: readonly ConsentChannel[]
}

/** What may be chosen: transactional mail comes anyway. */
export function offered({ topics = [] }: Workspace): readonly Offer[] {
  return topics.filter(({ transactional }) => transactional !== true).map((topic) => ({ ...topic, channels: topic.channels ?? ['email'] }))
}

/** Said no to the channel as a whole, as by STOP: its carrier lets nothing through before START, so this page cannot take it back. */
export function isStopped({ topics }: Said, channel: ConsentChannel): boolean {
  return channel !== 'email' && Object.hasOwn(topics, channel) && topics[channel]?.subscribed === false
}

/** Whether what is written on the topic reaches this person by the channel, by their own word or by what silence means. */
export function isGiven(
  state: Said,
  { topics = [], policy }: Workspace,
  { topic, channel }: { readonly topic: string; readonly channel: ConsentChannel },
): boolean {
  if (isStopped(state, channel)) return false
  const said = channel === 'email' ? state.topics : { ...state.channelTopics[channel] }
  const word = Object.hasOwn(said, topic) ? said[topic] : said['all']
  const isOptOut = (topics.find((one) => one.topic === topic)?.consent ?? policy?.consent) === 'opt-out'
  return word?.subscribed ?? (channel === 'email' && isOptOut)
}

/** Whom the page is from. */
export function senderName({ sender, workspace }: Workspace): string {
  return sender?.name ?? workspace
}
