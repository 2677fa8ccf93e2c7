/** Runs work that yields in one go. @returns its result */
export function allSteps<Value>(work: Generator<void, Value>): Value {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
