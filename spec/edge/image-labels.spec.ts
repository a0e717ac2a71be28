import { firstValueFrom, of, throwError } from 'rxjs';
import { expect, it } from 'vitest';
import { EngineError } from '../../src/edge/call.ts';
import { imageLabels } from '../../src/edge/image-labels.ts';

it('asks once for the labels of an image, and again when so many others have been asked for', async () => {
  const asked: string[] = [];
  const labelsOf = (image: string) => (asked.push(image), of({ of: image }));
  const labels = imageLabels({ imageOf: (container) => of(container), labelsOf }, 2);
  for (const image of ['a', 'a', 'b', 'a', 'c', 'b']) expect(await firstValueFrom(labels(image))).toEqual({ of: image });
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});

it('an image or a container that is gone has no labels; an engine that does not answer is another thing', async () => {
  const gone = () => throwError(() => new EngineError(404, 'No such image'));
  expect(await firstValueFrom(imageLabels({ imageOf: () => of('a'), labelsOf: gone }, 2)('c'))).toEqual({});
  expect(await firstValueFrom(imageLabels({ imageOf: gone, labelsOf: gone }, 2)('c'))).toEqual({});
  const lost = () => throwError(() => new Error('ECONNRESET'));
  await expect(firstValueFrom(imageLabels({ imageOf: () => of('a'), labelsOf: lost }, 2)('c'))).rejects.toThrow('ECONNRESET');
});
