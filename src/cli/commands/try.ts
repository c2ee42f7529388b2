import { command } from '../command.ts'
export const tryCondition = command({ name: 'x', summary: 'x', args: {}, run: async () => 0 })
