import type { HttpClient } from '../clients/http/client.ts';
import type { RepositoryClient } from '../clients/repository/repository.ts';
import type { SiteClient } from './site-client.ts';
import type { SshClient } from '../clients/ssh/client.ts';

export type Clients = {
  ssh: SshClient;
  http: HttpClient;
  repository(repo: string): RepositoryClient;
  /** absent: machines of a site are not read */
  sites?: SiteClient;
};
