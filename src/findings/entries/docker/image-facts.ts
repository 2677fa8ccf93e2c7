/** The facts that show which image runs, and which should. */
export const imageFacts = ['containers', 'health', 'repository', 'running_commit'] as const;
