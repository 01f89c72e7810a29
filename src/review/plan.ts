export type { Plan, PlannedAnnotation, PlannedCheck, PlannedComment, PlannedReview } from './model.ts';
