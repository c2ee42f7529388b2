// What people who write journeys as code test them with: `import { ... } from 'oncue/testing'`.

export { type OneSubscriber, oneSubscriber } from './one-subscriber.ts'
export { runStory, type StoryFailure, type StoryResult } from './story/run-story.ts'
