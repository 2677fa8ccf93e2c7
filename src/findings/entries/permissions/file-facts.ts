/** The facts about files, on the machine or in a container. */
export const fileFacts = ['files', 'scans', 'container_files', 'containers'] as const;
