// One version of a template, as the server tells of it.

import type { AnswerOf } from '../../client/ask.ts'

export type TemplateVersion = AnswerOf<'GET /templates/{template}/versions'>['versions'][number]
