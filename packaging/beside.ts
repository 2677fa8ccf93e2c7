/** Packages with a native part or files of their own: installed next to dist/. All others go into dist/. */
export const besideDist: readonly string[] = ['@expo-google-fonts/roboto-mono', '@resvg/resvg-js'];
