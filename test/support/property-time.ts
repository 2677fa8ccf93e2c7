import * as fc from 'fast-check';

/**
 * A property ends after a minute, however many runs it was asked for: on a loaded machine fewer are made, and none is a
 * failure for want of time.
 */
fc.configureGlobal({ interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false });
