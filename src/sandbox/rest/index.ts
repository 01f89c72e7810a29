import { appHandlers } from './app.ts';
import { checkHandlers } from './checks.ts';
import { commentHandlers } from './comments.ts';
import { contentHandlers } from './contents.ts';
import { deliveryHandlers } from './deliveries.ts';
import type { Handlers } from './handler.ts';
import { issueHandlers } from './issues.ts';
import { pullHandlers } from './pulls.ts';
import { reviewHandlers } from './reviews.ts';

/** Every REST operation that the stand-in answers, by GitHub's operation id. */
export const handlers: Handlers = {
  ...appHandlers,
  ...checkHandlers,
  ...commentHandlers,
  ...contentHandlers,
  ...deliveryHandlers,
  ...issueHandlers,
  ...pullHandlers,
  ...reviewHandlers,
};
