/** Approvals whose click is being handled: the rounds leave these alone. */
export type InProgress = {
  has(id: string): boolean;
  /** Marks the approval until `work` has ended. */
  during<Value>(id: string, work: () => Promise<Value>): Promise<Value>;
};

export function createInProgress(): InProgress {
  const clicks = new Map<string, number>();
  return {
    has: (id) => clicks.has(id),
    async during(id, work) {
      clicks.set(id, (clicks.get(id) ?? 0) + 1);
      try {
        return await work();
      } finally {
        const others = (clicks.get(id) ?? 1) - 1;
        if (others > 0) clicks.set(id, others);
        else clicks.delete(id);
      }
    },
  };
}
