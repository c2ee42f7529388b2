// One message as the server tells it.

import type { AnswerOf } from '../../client/ask.ts'

export type Message = AnswerOf<'GET /messages/{message}'>
