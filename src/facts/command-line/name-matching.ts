// Whole words in command lines. Expressions made of a name would be compiled again for each service, which costs more
// than everything else: these are compiled once, and tried only where the name occurs.

const wordCharacter = '[\\p{L}\\p{N}_.-]';
const startsHere = new RegExp(`(?<!${wordCharacter})`, 'uy');
/** Only executable file types count: `python3 shiva.py`, but not `shiva.log`. */
const runnable =
  'py|pyc|pyz|js|mjs|cjs|ts|mts|rb|pl|php|phar|lua|sh|bash|jar|war|dll|exe|bin|go|app|AppImage';
const endsHere = new RegExp(`(?:\\.(?:${runnable}))?(?!${wordCharacter})`, 'uy');
const extension = new RegExp(`\\.(?:${runnable})$`, 'i');
/** A suffix that a build adds to the name: a version or the platform. `shiva-1.2.3`, `shiva_v1`, `shiva-linux-amd64`. */
const version =
  'v?\\d+(?:[a-z]{1,5}\\d*)?(?:\\+\\w+)?|[0-9a-f]{7,40}|snapshot|release|final|all|beta|alpha|rc\\d*|debug';
const platform =
  'linux|darwin|macos|osx|apple|freebsd|unknown|pc|gnu|musl|static|amd64|arm64|aarch64|armv?\\d\\w*|x86_64|x86|x64|i[36]86|universal';
const built = new RegExp(`^(?:[-_.](?:${version}|${platform}))+$`, 'i');
/** Assemblies and archives are named in the language's own style: `AkashicRecords.dll` for `akashic-records`. */
const assembly = /\.(?:dll|exe|jar|war|app)$/i;

/** Where `word` first occurs alone, -1 if nowhere: `api` in `/opt/api/run` and `api.py`, not in `api-gateway` nor `api.log`. */
export function findWord(text: string, word: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (holds(startsHere, text, at) && holds(endsHere, text, at + word.length)) return at;
  return -1;
}

/** How well a file's name matches: `exact` is `shiva` and `shiva.py`; `build` has a version or a platform after it. */
export function fileNaming(file: string, name: string): 'exact' | 'build' | null {
  // Nearly all files have other names.
  if (!assembly.test(file) && !sameName(file.slice(0, name.length), name)) return null;
  const stem = file.replace(extension, '');
  if (sameName(file, name) || sameName(stem, name)) return 'exact';
  if (assembly.test(file) && plain(stem) === plain(name)) return 'exact';
  const behind = [name, underscored(name)].flatMap((each) =>
    stem.startsWith(each) ? stem.slice(each.length) : [],
  );
  return behind.some((rest) => rest.length < 80 && built.test(rest)) ? 'build' : null;
}

/** `akashic-records` is `akashic_records` in languages without dashes in names. */
export function sameName(one: string, other: string): boolean {
  return one === other || (one.length === other.length && underscored(one) === underscored(other));
}

/** Is a Python module or a Java class of the package: `shiva`, `shiva.main`, `com.example.shiva.Main`? */
export function ofPackage(module: string, name: string): boolean {
  const parts = module.split(/[./]/);
  if (sameName(parts[0] ?? '', name)) return true;
  return parts.length > 2 && parts.some((part) => plain(part) === plain(name));
}

function underscored(name: string): string {
  return name.includes('-') ? name.replaceAll('-', '_') : name;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, '');
}

function holds(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
