import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, evaluate } from './host.js';

/** Runs the function inside the engine and in Node, and compares. */
async function same(program) {
  assert.deepEqual(evaluate(`(${program})()`), JSON.parse(JSON.stringify(await program())));
}

test('a stream gives what its source enqueues, and asks for more when it is wanted', async () => {
  await same(async () => {
    const seen = [];
    let n = 0;
    const stream = new ReadableStream({
      start(controller) {
        seen.push('start', controller.desiredSize);
      },
      pull(controller) {
        seen.push(`pull ${n}`);
        controller.enqueue(n++);
        if (n === 3) controller.close();
      },
    });
    const reader = stream.getReader();
    seen.push(stream.locked);
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      seen.push(value);
    }
    await reader.closed;
    reader.releaseLock();
    seen.push(stream.locked);
    return seen.filter((item) => typeof item !== 'string' || item === 'start');
  });
});

test('errors of a source reach the reader', async () => {
  await same(async () => {
    const seen = [];
    const failing = [
      new ReadableStream({ start: () => Promise.reject(new Error('in start')) }),
      new ReadableStream({
        pull() {
          throw new Error('in pull');
        },
      }),
      new ReadableStream({
        start(controller) {
          controller.enqueue(1);
          controller.error(new Error('by hand'));
        },
      }),
    ];
    for (const stream of failing) {
      const reader = stream.getReader();
      seen.push(
        await reader.read().catch((error) => error.message),
        await reader.closed.catch((error) => error.message),
      );
    }
    return seen;
  });
});

test('a stream is locked, cancelled and released as in Node', async () => {
  await same(async () => {
    const seen = [];
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue('x');
      },
      cancel(reason) {
        seen.push(`cancelled: ${reason}`);
      },
    });
    const reader = stream.getReader();
    try {
      stream.getReader();
    } catch (error) {
      seen.push(error.name);
    }
    seen.push(await stream.cancel().catch((error) => error.name));
    await reader.cancel('enough');
    seen.push(await reader.read());
    reader.releaseLock();
    seen.push(await reader.read().catch((error) => error.name));
    seen.push(await stream.getReader().read());
    return seen;
  });
});

test('leaving a loop over a stream cancels it', async () => {
  await same(async () => {
    const seen = [];
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue('x');
      },
      cancel() {
        seen.push('cancelled');
      },
    });
    for await (const chunk of stream) {
      seen.push(chunk);
      break;
    }
    seen.push(stream.locked);
    return seen;
  });
});

test('tee gives both branches everything', async () => {
  await same(async () => {
    const [a, b] = ReadableStream.from(['x', 'y']).tee();
    const all = async (stream) => {
      const items = [];
      for await (const item of stream) items.push(item);
      return items;
    };
    return [await all(a), await all(b)];
  });
});

test('pipes and transforms', async () => {
  await same(async () => {
    const upper = new TransformStream({
      transform(chunk, controller) {
        controller.enqueue(chunk.toUpperCase());
      },
      flush(controller) {
        controller.enqueue('!');
      },
    });
    const items = [];
    for await (const item of ReadableStream.from(['a', 'b']).pipeThrough(upper)) items.push(item);
    const written = [];
    await ReadableStream.from([1, 2]).pipeTo(
      new WritableStream({
        write(chunk) {
          written.push(chunk);
        },
        close() {
          written.push('closed');
        },
      }),
    );
    const text = [];
    const bytes = ReadableStream.from([new Uint8Array([0xc3]), new Uint8Array([0xa4, 0x62])]);
    for await (const part of bytes.pipeThrough(new TextDecoderStream())) text.push(part);
    const encoded = [];
    for await (const part of ReadableStream.from(['\u00e4']).pipeThrough(new TextEncoderStream()))
      encoded.push(...part);
    return [items, written, text, encoded];
  });
});

test('a failing transform fails the reader, a failing sink fails the pipe', async () => {
  await same(async () => {
    const bad = new TransformStream({
      transform() {
        throw new Error('bad chunk');
      },
    });
    const read = await (async () => {
      for await (const _ of ReadableStream.from(['a']).pipeThrough(bad));
    })().catch((error) => error.message);
    const sink = new WritableStream({
      write() {
        throw new Error('bad sink');
      },
    });
    const piped = await ReadableStream.from(['a'])
      .pipeTo(sink)
      .catch((error) => error.message);
    return [read, piped];
  });
});

test('a writer writes in order', async () => {
  await same(async () => {
    const seen = [];
    const stream = new WritableStream({
      async write(chunk) {
        await null;
        seen.push(chunk);
      },
      close() {
        seen.push('close');
      },
    });
    const writer = stream.getWriter();
    writer.write('a');
    await writer.write('b');
    await writer.ready;
    await writer.close();
    await writer.closed;
    return seen;
  });
});

test('an answer can be written through a transform stream while the handler goes on', () => {
  const result = answer(`const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    context.waitUntil((async () => {
      for (const word of ['one ', 'two ', 'three']) {
        await writer.write(new TextEncoder().encode(word));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await writer.close();
    })());
    return new Response(readable);`);
  assert.equal(result.error, undefined);
  assert.deepEqual(result.chunks, ['one ', 'two ', 'three']);
});

test('server-sent events from a stream with a timer', () => {
  const result = answer(`let n = 0;
    const body = new ReadableStream({
      start(controller) {
        const timer = setInterval(() => {
          controller.enqueue('data: ' + n + '\\n\\n');
          if (++n === 3) { clearInterval(timer); controller.close(); }
        }, 1000);
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });`);
  assert.deepEqual(result.chunks, ['data: 0\n\n', 'data: 1\n\n', 'data: 2\n\n']);
});
