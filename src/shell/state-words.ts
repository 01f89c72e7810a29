import type { StateKind } from './state.ts';

/** What is lost, what lasts instead when a fix says so, and what to do when there is none. */
export const stateWords: Readonly<
  Record<StateKind, { readonly loss: string; readonly fixed: string; readonly otherwise: string }>
> = {
  cd: {
    loss: 'the next instruction starts in the WORKDIR again',
    fixed: 'WORKDIR holds for all that follows.',
    otherwise: 'Use WORKDIR with the full path, or put the commands that need the directory in this RUN.',
  },
  export: {
    loss: 'no later instruction and no container sees',
    fixed: 'ENV reaches all that follows, and the container.',
    otherwise:
      'ENV lasts, but it runs no command and is no place for secrets: set what it cannot say in the RUN that needs it.',
  },
  source: {
    loss: 'what the script sets is gone for the next instruction',
    fixed: 'PATH in ENV does what activating does, for good.',
    otherwise: 'Source it in the RUN that needs it, or set the variables with ENV.',
  },
  eval: {
    loss: 'what it sets is gone for the next instruction',
    fixed: '',
    otherwise: 'Evaluate it in the RUN that needs it, or set the variables with ENV, mostly PATH alone.',
  },
  alias: {
    loss: 'no later instruction knows the alias',
    fixed: '',
    otherwise: 'A script in `/usr/local/bin` lasts.',
  },
  ulimit: {
    loss: 'the limit holds for nothing that follows',
    fixed: '',
    otherwise: 'Set it where the container is started: `docker run --ulimit`.',
  },
  umask: {
    loss: 'the mask holds for nothing that follows',
    fixed: '',
    otherwise: 'Set it in the RUN that writes the files.',
  },
  set: {
    loss: 'the options hold for nothing that follows',
    fixed: '',
    otherwise: 'SHELL with these options lasts.',
  },
};
