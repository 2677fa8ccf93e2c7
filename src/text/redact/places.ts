/** Names of what everybody may know: a checksum, the id of a commit, of a container, of a request. */
const open =
  '(?:ids?|hash|digest|sum|checksum|sha\\d*|md5|etag|commit|rev|revision|refs?|head|base|branch|tag|version|build|release|image|layer|container|machine|block|tx|trace|span|address|contract|parent|tree|before|after|mask|affinity|cgroup|serial|fingerprint)';
const named = new RegExp(`(?:^|[^a-z])${open}$`, 'i');
const namedInOne = /[a-z](?:Id|Hash|Digest|Sum|Sha\d*|Commit|Rev|Ref|Tag|Version)$/;

/** 32 digits and more: an MD5 or a commit looks the same, so that the name that it stands behind decides. */
const hex =
  /((?:^|[\s"'])--?|[?&]|(?:^|[\s"'])(?=\w+=))([\w.-]{1,60})(=["']?|\s["']?)([\da-f]{32,63})(?![\w-])/gi;

/** As a word of its own: of 16 bytes and more it is a key, unless the word before it says what it is. 40 digits are a commit. */
const alone =
  /(^|[\s"'([,])((?:[\w.-]{1,60}[\s:=]{1,2})?["']?)([\da-f]{32,39}|[\da-f]{41,63})(?![\w/.:@-])/gi;

const url = /\b(?:https?|wss?):\/\/[^\s"'?#]+/g;
/** The last part of a path, one behind a version, or 16 bytes anywhere: where services that are paid by the call have a key. */
const lastPart =
  /(?<=\/)[\da-f]{32,63}(?=\/?$)|(?<=\/v\d\/)[\da-f]{32,63}(?=\/)|(?<=\/)(?<!\/(?:tree|blob|raw|archive|objects?|layers?|builds?|releases?|runs?)\/)[\da-f]{32}(?=\/)/gi;
const publicPart =
  /\/(?:commits?|tree|blob|raw|compare|archive|objects?|layers?|builds?|releases?|runs?)\/[^/]+\/?$/;

/** With the padding of base64, which no name has. */
const padded =
  /(?<!\b(?:sha|SHA)\d{1,3}[:-]|[\w+/=-])(?=[\w+/]{0,99}[a-z])(?=[\w+/]{0,99}[A-Z])(?=[\w+/]{0,99}\d)(?:[A-Za-z\d+/]{22}==|[A-Za-z\d+/]{23,}={1,2})(?![\w=+/-])/g;

/** The text without keys that their place betrays: hex behind an option, a variable, or in an address; padded base64. */
export function withoutPlacedKeys(text: string, hidden: string): string {
  return text
    .replaceAll(hex, (all, before: string, name: string, between: string) =>
      named.test(name) || namedInOne.test(name) ? all : before + name + between + hidden,
    )
    .replaceAll(alone, (all, before: string, name: string) => {
      const said = name.replace(/[\s:="']+$/, '');
      return named.test(said) || namedInOne.test(said) ? all : before + name + hidden;
    })
    .replaceAll(url, (address) => (publicPart.test(address) ? address : address.replaceAll(lastPart, hidden)))
    .replaceAll(padded, hidden);
}
