/**
 * Where a person should look first: at the machine's power and the network; at its name and the DNS; at the SSH server,
 * since the machine itself has answered; or at our own login.
 */
export type Suspect = 'network' | 'name' | 'server' | 'login';
