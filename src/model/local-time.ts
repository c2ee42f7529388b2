// Times of day, weekdays and zones, as authors write them.

import { z } from 'zod'
import { isZone } from './is-zone.ts'
import { mistake } from './mistake.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

export const weekdaysSchema = z.array(z.enum(weekdays)).min(1).meta({ description: 'Weekdays: mon, tue, wed, thu, fri, sat, sun.' })

/** "HH:MM", 24 hours. */
export const timeOfDaySchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, mistake('write-time-of-day'))
  .meta({ description: 'A time of day, 24 hours: 09:00.' })

/** Minutes after local midnight of a text that `timeOfDaySchema` accepted. */
export function timeOfDayMinutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
}

/** An IANA time zone name that the platform knows. */
export const zoneNameSchema = z.string().refine(isZone, mistake('write-zone')).meta({ description: 'An IANA time zone, such as Europe/Berlin.' })

/** `subscriber`: the subscriber's own zone (attribute `timezone`), else the workspace's. */
export const zoneSchema = z.union([z.literal('subscriber'), zoneNameSchema])
