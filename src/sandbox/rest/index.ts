import { appHandlers } from './app.ts';
import { checkHandlers } from './checks.ts';
import { commentHandlers } from './comments.ts';
import { compareHandlers } from './compare.ts';
import { contentHandlers } from './contents.ts';
import { deliveryHandlers } from './deliveries.ts';
import { gitHandlers } from './git.ts';
import type { Handlers } from './handler.ts';
import { issueHandlers } from './issues.ts';
import { peopleHandlers } from './people.ts';
import { pullHandlers } from './pulls.ts';
import { reactionHandlers } from './reactions.ts';
import { reviewHandlers } from './reviews.ts';

/** Every REST operation that the stand-in answers, by GitHub's operation id. */
export const handlers: Handlers = {
  ...appHandlers,
  ...checkHandlers,
  ...commentHandlers,
  ...compareHandlers,
  ...contentHandlers,
  ...deliveryHandlers,
  ...gitHandlers,
  ...issueHandlers,
  ...peopleHandlers,
  ...pullHandlers,
  ...reactionHandlers,
  ...reviewHandlers,
};
