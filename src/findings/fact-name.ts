/** What a finding rests on, and what a gap says was not seen: a machine's section by its probe's name, or a finer fact. */
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
  // what the bot asks itself
  | 'health'
  | 'repository'
  | 'ci_run'
  // what is read out of several of them
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
  // no probe's
  | 'connection'
  | 'manifest'
  | 'manifest_edit'
  | 'journal'
  | 'watch'
  | 'second_look';
