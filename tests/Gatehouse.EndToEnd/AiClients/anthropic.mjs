import Anthropic from '@anthropic-ai/sdk';
import { base, failure, key, modelOf, promptOf, results, run, schema, time, toolPrompt, weather, within } from './flows.mjs';

const make = (maxRetries) => new Anthropic({ baseURL: base, apiKey: key, maxRetries });
const client = make(0);
const tools = [weather, time].map(({ parameters, ...f }) => ({ ...f, input_schema: parameters }));
const user = (content) => [{ role: 'user', content }];
const ask = (provider, mood, more = {}, using = client) =>
  using.messages.create({ model: modelOf(provider, mood), max_tokens: 4000, messages: user(promptOf(provider, mood)), ...more });
const textOf = (message) => message.content.filter((b) => b.type === 'text').map((b) => b.text).join('');
const callsOf = (message) => message.content.filter((b) => b.type === 'tool_use').map((b) => [b.name, b.input]);
const usageOf = (usage) => [usage.input_tokens > 0, usage.output_tokens > 0];
const answersOf = (message) => ({ role: 'user', content: message.content.filter((b) => b.type === 'tool_use').map((b) => ({ type: 'tool_result', tool_use_id: b.id, content: results[b.name] })) });

run('anthropic', {
  text: async (p) => {
    const answer = await ask(p);
    return { text: textOf(answer), finish: answer.stop_reason, usage: usageOf(answer.usage) };
  },
  stream: async (p) => {
    let pieces = 0;
    const stream = client.messages.stream({ model: p, max_tokens: 4000, messages: user('Hello') }).on('text', () => pieces++);
    const message = await stream.finalMessage();
    return { text: textOf(message), finish: message.stop_reason, usage: usageOf(message.usage), inPieces: pieces > 1 };
  },
  tools: async (p) => {
    const messages = user(toolPrompt);
    const first = await ask(p, null, { messages, tools });
    const second = await ask(p, null, { tools, messages: [...messages, { role: 'assistant', content: first.content }, answersOf(first)] });
    return { calls: callsOf(first), finish: first.stop_reason, text: textOf(second) };
  },
  'tool-stream': async (p) => {
    const messages = user(toolPrompt);
    const first = await client.messages.stream({ model: p, max_tokens: 4000, messages, tools }).finalMessage();
    const second = await client.messages.stream({ model: p, max_tokens: 4000, tools, messages: [...messages, { role: 'assistant', content: first.content }, answersOf(first)] }).finalMessage();
    return { calls: callsOf(first), finish: first.stop_reason, text: textOf(second) };
  },
  json_schema: async (p) => {
    const answer = await ask(p, null, { output_config: { format: { type: 'json_schema', schema } } });
    return { value: JSON.parse(textOf(answer)), finish: answer.stop_reason };
  },
  thinking: async (p) => {
    const thinking = { type: 'enabled', budget_tokens: 1024 };
    const first = await ask(p, null, { thinking });
    const stream = await client.messages.stream({ model: p, max_tokens: 4000, thinking, messages: user('Hello') }).finalMessage();
    await ask(p, null, { thinking, messages: [...user('Hello'), { role: 'assistant', content: first.content }, ...user('And now?')] });
    const same = JSON.stringify(first.content.find((b) => b.type === 'thinking')) === JSON.stringify(stream.content.find((b) => b.type === 'thinking'));
    // What one vendor minted is given to another.
    await ask(p === 'anthropic' ? 'bedrock' : 'anthropic', null, { thinking, messages: [...user('Hello'), { role: 'assistant', content: first.content }, ...user('Crossing over')] });
    return { thought: first.content.find((b) => b.type === 'thinking')?.thinking, same };
  },
  count: async (p) => ({ tokens: (await client.messages.countTokens({ model: p, messages: user('Hello') })).input_tokens }),
  models: async () => {
    const names = [];
    for await (const model of client.models.list()) names.push(model.id);
    return { has: ['openai', 'anthropic', 'bedrock', 'ollama', 'sandbox'].every((n) => names.includes(n)) };
  },
  missing: async () => {
    const e = await failure(() => ask('no-such-model'));
    return { name: e.constructor.name, status: e.status, type: e.error.error.type };
  },
  picky: async (p) => {
    const e = await failure(() => ask(p, 'picky'));
    return { name: e.constructor.name, status: e.status, type: e.error.error.type };
  },
  limited: async (p) => {
    const e = await failure(() => ask(p, 'limited'));
    return { name: e.constructor.name, status: e.status, after: e.headers.get('retry-after'), retry: e.headers.get('x-should-retry') };
  },
  broken: async (p) => {
    const e = await failure(() => ask(p, 'broken', {}, make(2)));
    return { name: e.constructor.name, status: e.status, retry: e.headers.get('x-should-retry'), text: e.message };
  },
  flaky: async (p) => ({ text: textOf(await ask(p, 'flaky-anthropic', {}, make(2))) }),
  abort: async (p) => {
    const stream = client.messages.stream({ model: modelOf(p, 'slow'), max_tokens: 4000, messages: user(promptOf(p, 'slow')) });
    const began = new Promise((resolve) => stream.on('text', () => { stream.abort(); resolve(true); }));
    const e = await failure(() => stream.done());
    return { began: await within(5, 'text', began), name: e.constructor.name };
  },
}, { thinking: ['anthropic', 'bedrock'], flaky: ['openai', 'anthropic', 'bedrock', 'ollama'] });
