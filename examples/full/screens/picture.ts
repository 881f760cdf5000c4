import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const QUALITY = 0.85;

/** Takes a picture of a page and keeps it as WebP, a quarter of the size; a second, empty page of the browser does the encoding. */
export async function takePicture(page: Page, encoder: Page, file: string): Promise<void> {
  const png = (await page.screenshot()).toString('base64');
  const webp = await encoder.evaluate(
    async ([data, quality]) => {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      canvas.getContext('2d')!.drawImage(picture, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      const coded = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(coded, (byte) => String.fromCharCode(byte)).join(''));
    },
    [png, QUALITY] as const,
  );
  await writeFile(file, Buffer.from(webp, 'base64'));
}
