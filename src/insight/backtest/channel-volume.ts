// How many messages each channel has to take, and what its limit makes of the busiest minutes.

import { type Jam, worstJam } from './jam.ts'
import { dayText, placesOf } from './series.ts'
import type { Tally } from './tally.ts'

export interface ChannelVolume {
  readonly channel: string
  readonly messages: number
  readonly peakDay: { readonly day: string; readonly messages: number }
  readonly peakMinute: { readonly at: number; readonly messages: number }
  /** What may leave each minute, where a limit is set; and how long the busiest minute would take to leave. */
  readonly limitPerMinute: number | null
  readonly peakTakesMinutes: number | null
  /** The worst wait for that limit; null where there is none. */
  readonly jam: Jam | null
}

/** Messages that may leave each second, by channel, where it is limited. */
export type ChannelLimits = Readonly<Record<string, number | undefined>>

const minuteMs = 60_000

/** Every channel that something leaves by, in order of their names. */
export function channelVolumes({ series }: Tally, channelLimits: ChannelLimits): readonly ChannelVolume[] {
  const start = 'channel day\n'
  const channels = [...series.keys()].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length))
  return channels.sort().map((channel): ChannelVolume => {
    const days = placesOf(series.get(`${start}${channel}`))
    const minutes = placesOf(series.get(`minute\n${channel}`))
    const [peakDay = Number.NaN, ofPeakDay = 0] = mostOf(days) ?? []
    const [peakMinute = Number.NaN, most = 0] = mostOf(minutes) ?? []
    const perSecond = channelLimits[channel]
    return {
      channel,
      messages: days.reduce((sum, [, count]) => sum + count, 0),
      peakDay: { day: dayText(peakDay), messages: ofPeakDay },
      peakMinute: { at: peakMinute * minuteMs, messages: most },
      limitPerMinute: perSecond === undefined ? null : perSecond * 60,
      peakTakesMinutes: perSecond === undefined ? null : Math.ceil((most / (perSecond * 60)) * 10) / 10,
      jam: perSecond === undefined ? null : (worstJam(minutes, perSecond * 60) ?? null),
    }
  })
}

/** The place with the largest count; among equals the earliest. */
function mostOf(places: ReturnType<typeof placesOf>): ReturnType<typeof placesOf>[number] | undefined {
  let most = places[0]
  for (const one of places) if (one[1] > (most?.[1] ?? 0)) most = one
  return most
}
