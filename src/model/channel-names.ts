// The ways of reaching somebody, by name. Those that reach a person can be said no to as a whole, as if each were a topic.

/** Every channel. */
export const channelNames = ['email', 'sms', 'popup', 'webhook'] as const
export type ChannelName = (typeof channelNames)[number]

/** Channels that reach a person. Their names stand for "everything by this channel" wherever a topic is said yes or no to. */
export const personalChannels = ['email', 'sms', 'popup'] as const

/** Whether a topic's name is that of a channel, and so means everything that comes by it. */
export function isChannelTopic(topic: string): boolean {
  return (personalChannels as readonly string[]).includes(topic)
}
