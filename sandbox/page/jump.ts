import { nameOfChannel } from './text/names.ts';

export type Place = { channelId: string; id: string; name: string };

const ADDRESS = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)\/(\d+)$/;
let go: (place: Place) => void = () => {};

/** The message that an address of Discord's is about, where its channel is one of this sandbox. */
export function messageOf(url: string): Place | null {
  const [, channelId = '', id = ''] = ADDRESS.exec(url) ?? [];
  const name = nameOfChannel(channelId);
  return name === null ? null : { channelId, id, name };
}

/** Sets what opens a place. */
export function onJump(open: (place: Place) => void): void {
  go = open;
}

export function jumpTo(place: Place): void {
  go(place);
}
