/** What is installed beside dist/, since it has a native part or files of its own. All other packages go into dist/. */
export const besideDist: readonly string[] = ['@expo-google-fonts/roboto-mono', '@resvg/resvg-js'];
