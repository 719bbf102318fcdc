/** Where a mail program finds an image. @param publicUrl without a slash at its end. */
export function imageUrl(publicUrl: string, imageId: string): string {
  return `${publicUrl}/images/${imageId}`;
}
