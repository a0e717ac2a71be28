import { firstValueFrom, NEVER, of, throwError } from 'rxjs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { EngineError } from '../../src/edge/call.ts';
import { imageLabels, Unread } from '../../src/edge/image-labels.ts';

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
  const broken = () => throwError(() => new EngineError(500, 'layer does not exist'));
  expect(await firstValueFrom(imageLabels({ imageOf: () => of('a'), labelsOf: broken }, 2)('c'))).toEqual(
    new Unread('layer does not exist'),
  );
  const lost = () => throwError(() => new Error('ECONNRESET'));
  await expect(firstValueFrom(imageLabels({ imageOf: () => of('a'), labelsOf: lost }, 2)('c'))).rejects.toThrow('ECONNRESET');
});

it('an answer that does not come in five seconds is none: the events behind it wait', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked = firstValueFrom(imageLabels({ imageOf: () => of('a'), labelsOf: () => NEVER }, 2)('c'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await asked).toEqual(new Unread('no answer within 5 s'));
});
