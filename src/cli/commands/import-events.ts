import { command } from '../command.ts'
export const importEvents = command({ name: 'x', summary: 'x', args: {}, run: async () => 0 })
