/** What tells of a file, on the machine or in a container. */
export const fileFacts = ['files', 'scans', 'container_files', 'containers'] as const;
