import { baseName } from './base-name.ts';

/**
 * Programs that run another within their own process, which is that other then: loaders (ld.so(8)), emulators
 * (qemu-user, box64(1), Rosetta), wine, valgrind. A virtual machine (`qemu-system-x86_64`) is none.
 */
const carrier =
  /^(?:ld-(?:linux|musl)[\w.-]*\.so(?:\.\d+)*|ld(?:64)?\.so\.\d+|qemu-(?:x86_64|i386|aarch64|arm|riscv\d\d|ppc\w*|s390x|mips\w*|loongarch64)(?:-static)?|rosetta|box64|box86|FEXInterpreter|wine(?:64)?(?:-preloader)?|valgrind(?:\.bin)?)$/;

/** Their options that take the next word, from the manual of each. */
const takesValue =
  /^(?:--library-path|--inhibit-rpath|--audit|--preload|--argv0|--glibc-hwcaps-\w+|-L|-0|-E|-U|-cpu|-R|-B|-s|-r)$/;

const multiple = /^(?:busybox|toybox)$/;

/** The words of what runs, without what carries it. */
export function carriedBy(words: string[]): string[] {
  const first = baseName(words[0] ?? '');
  if (words.length < 2) return words;
  if (multiple.test(first)) return words.slice(1);
  if (!carrier.test(first)) return words;
  let at = 1;
  while (at < words.length && words[at]?.startsWith('-') === true)
    at += takesValue.test(words[at] ?? '') ? 2 : 1;
  const left = words.slice(at);
  const [path = '', name = ''] = left;
  if (path === '') return words;
  // The kernel hands an emulator the path and then argv, which begins with the name (binfmt_misc's flag P).
  const again = path.includes('/') && !name.includes('/') && baseName(path) === name;
  return carriedBy(again ? [path, ...left.slice(2)] : left);
}

/** Windows' programs, as wine shows them: with its drive or below `drive_c`, and often with blanks in their folders. */
const windows = /^(?:.{1,400}?\/drive_c\/|[A-Za-z]:\\).{1,260}?\.(?:exe|com|bat)(?=\s|$)/i;

/** Glues such a path into one word, with our slashes. */
export function withoutDrive(text: string, glue: string): string {
  const drive = /^[A-Za-z]:\\/.test(text);
  if (!drive && !text.includes('/drive_c/')) return text;
  const path = windows.exec(text)?.[0];
  if (path === undefined) return text;
  if (drive) return `/${path.replaceAll(' ', glue).replaceAll('\\', '/')}${text.slice(path.length)}`;
  const at = path.indexOf('/drive_c/');
  return `${path.slice(0, at)}${path.slice(at).replaceAll(' ', glue)}${text.slice(path.length)}`;
}
