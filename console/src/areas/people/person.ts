// One person as the server tells it, and an entry of their past.

import type { AnswerOf } from '../../client/ask.ts'

export type Person = AnswerOf<'GET /subscribers/{subscriber}'>
export type TimelineItem = AnswerOf<'GET /subscribers/{subscriber}/timeline'>['items'][number]
