import fc from './properties.ts';

/** For the mutants: a property that kills one today must kill it tomorrow. */
fc.configureGlobal({ seed: 1 });
