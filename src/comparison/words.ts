// Whole words in command lines. Expressions made of a name would be compiled for each service anew, which costs more
// than all that is done with them: these are compiled once, and tried where the name stands.

/** A file that can run may carry the name: `python3 shiva.py`; `shiva.log` does not. */
const runnable =
  'py|pyc|pyz|js|mjs|cjs|ts|mts|rb|pl|php|phar|lua|sh|bash|jar|war|dll|exe|bin|go|app|AppImage';
const wordCharacter = '[\\p{L}\\p{N}_.-]';
const extension = new RegExp(`^\\.(?:${runnable})$`);
const startsHere = new RegExp(`(?<!${wordCharacter})`, 'uy');
const endsHere = new RegExp(`(?:\\.(?:${runnable}))?(?!${wordCharacter})`, 'uy');
/** Behind `-m ` a name is a package or a module in it, but no other name that goes on with a dash. */
const endsModule = /(?!-)\b/y;
/** `shiva.main:app` names an object in a module. */
const namesObject = /(?=[.\w]*:[A-Za-z_])(?!-)\b/y;

/** Where `word` first stands alone, -1 if nowhere: `api` in `/opt/api/run` and `api.py`, not in `api-gateway` nor `api.log`. */
export function findWord(text: string, word: string): number {
  for (const at of placesOf(text, word))
    if (holds(startsHere, text, at) && holds(endsHere, text, at + word.length)) return at;
  return -1;
}

/** `-m shiva.main` and `uvicorn shiva.main:app` name Python modules of the package. */
export function namesModule(text: string, name: string): boolean {
  for (const at of placesOf(text, name)) {
    const end = at + name.length;
    if (text.startsWith('-m ', at - 3) && at >= 3 && holds(endsModule, text, end)) return true;
    if (holds(startsHere, text, at) && holds(namesObject, text, end)) return true;
  }
  return false;
}

/** Is it the file of that name, or one that can run: `shiva`, `shiva.py`? */
export function isFileOf(file: string, name: string): boolean {
  return file === name || (file.startsWith(name) && extension.test(file.slice(name.length)));
}

function* placesOf(text: string, word: string): Generator<number> {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) yield at;
}

function holds(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
