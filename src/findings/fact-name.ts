/** What a finding rests on, and what a gap says was not seen: a probe's section, or a more specific fact. */
export type FactName =
  // a machine's sections
  | 'processes'
  | 'listeners'
  | 'lockfiles'
  | 'jobs'
  | 'files'
  | 'local_health'
  | 'checkout'
  | 'scans'
  | 'containers'
  | 'container_files'
  | 'unmanaged'
  // what the bot itself requests
  | 'health'
  | 'repository'
  | 'ci_run'
  // derived from several of them
  | 'running_commit'
  | 'job'
  | 'lock_holder'
  | 'instances'
  | 'copies'
  | 'start'
  | 'image_age'
  | 'image_layers'
  | 'image_tag'
  | 'certificate'
  // from no probe
  | 'connection'
  | 'manifest'
  | 'manifest_edit'
  | 'journal'
  | 'watch'
  | 'second_look';
