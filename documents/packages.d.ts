/** What we use of packages that bring no types of their own. */
declare module 'pdfmake' {
  const pdfmake: {
    setFonts(fonts: Record<string, Record<string, string>>): void;
    setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
    setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
    createPdf(definition: object): { getBuffer(): Promise<Buffer> };
  };
  export default pdfmake;
}

declare module 'fontkit' {
  export function openSync(path: string): {
    characterSet: number[];
    layout(text: string): { glyphs: { id: number }[] };
    _layoutEngine: { engine: { GPOSProcessor: object | null } };
  };
}
