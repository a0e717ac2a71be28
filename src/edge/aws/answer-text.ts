import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { DeserializeMiddleware, MiddlewareStack } from '@smithy/types';

/** Keeps the text of a command's answer beside what the SDK reads from it. */
export function answerText<In extends object, Out extends object>(command: {
  readonly middlewareStack: MiddlewareStack<In, Out>;
}): () => string {
  let text = '';
  const keep: DeserializeMiddleware<In, Out> = (next) => async (request) => {
    const result = await next(request);
    const response = result.response as { body: Readable | Uint8Array };
    response.body = await buffer(response.body as Readable);
    text = response.body.toString();
    return result;
  };
  command.middlewareStack.add(keep, { step: 'deserialize', priority: 'low' });
  return () => text;
}
