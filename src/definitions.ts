// The package's own door: definitions in TypeScript. What these functions give is the plain data that YAML files give;
// a module's default export (one definition or an array of them) is loaded from the definitions folder like any file.

export type { Authored, AuthoredCondition, ConditionChain } from './authoring/builders/authored.ts'
export * from './authoring/builders/conditions.ts'
export * from './authoring/builders/definitions.ts'
export * from './authoring/builders/steps.ts'
export * from './authoring/builders/stories.ts'
export type { Condition } from './model/condition.ts'
export type { Definitions, Segment, Template, Workspace } from './model/definitions.ts'
export type { Exit, Goal, Journey, Step, Trigger } from './model/journey.ts'
export type { StoryLine, TriggerTest } from './model/trigger-test.ts'
