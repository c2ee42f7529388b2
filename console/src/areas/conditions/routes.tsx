// Conditions: no pages of their own, but words, and the builder that other areas show (condition-builder.tsx).

import { defineArea } from '../../shell/area.ts'

export const area = defineArea({ name: 'conditions', words: import.meta.glob('./words/*.json'), pages: [] })
