import OpenAI from 'openai';
import { base, failure, key, modelOf, promptOf, results, run, schema, time, toolPrompt, weather, within } from './flows.mjs';

const make = (maxRetries) => new OpenAI({ baseURL: `${base}/v1`, apiKey: key, maxRetries });
const client = make(0);
const tools = [weather, time].map((f) => ({ type: 'function', function: f }));
const flat = [weather, time].map((f) => ({ type: 'function', strict: false, ...f }));
const user = (content) => [{ role: 'user', content }];
const chat = (provider, mood, more = {}, using = client) =>
  using.chat.completions.create({ model: modelOf(provider, mood), messages: user(promptOf(provider, mood)), ...more });
const usageOf = (usage) => [usage.prompt_tokens > 0, usage.completion_tokens > 0, usage.total_tokens === usage.prompt_tokens + usage.completion_tokens];
const callsOf = (calls) => calls.map((c) => [c.function.name, JSON.parse(c.function.arguments)]);

async function join(stream) {
  const seen = { text: '', calls: [], finish: null, usage: null, chunks: 0 };
  for await (const chunk of stream) {
    if (chunk.usage) seen.usage = chunk.usage;
    const choice = chunk.choices[0];
    if (!choice) continue;
    if (choice.delta.content) { seen.text += choice.delta.content; seen.chunks++; }
    for (const call of choice.delta.tool_calls ?? []) {
      const known = (seen.calls[call.index] ??= { id: call.id, function: { name: call.function.name, arguments: '' } });
      known.function.arguments += call.function.arguments ?? '';
    }
    seen.finish = choice.finish_reason ?? seen.finish;
  }
  return seen;
}

run('openai', {
  text: async (p) => {
    const answer = await chat(p);
    return { text: answer.choices[0].message.content, finish: answer.choices[0].finish_reason, usage: usageOf(answer.usage) };
  },
  stream: async (p) => {
    const seen = await join(await chat(p, null, { stream: true, stream_options: { include_usage: true } }));
    return { text: seen.text, finish: seen.finish, usage: usageOf(seen.usage), inPieces: seen.chunks > 1 };
  },
  'stream-no-usage': async (p) => ({ usage: (await join(await chat(p, null, { stream: true }))).usage }),
  tools: async (p) => {
    const messages = user(toolPrompt);
    const first = (await client.chat.completions.create({ model: p, messages, tools })).choices[0];
    messages.push(first.message, ...first.message.tool_calls.map((c) => ({ role: 'tool', tool_call_id: c.id, content: results[c.function.name] })));
    const second = await client.chat.completions.create({ model: p, messages, tools });
    return { calls: callsOf(first.message.tool_calls), finish: first.finish_reason, text: second.choices[0].message.content };
  },
  'tool-stream': async (p) => {
    const messages = user(toolPrompt);
    const first = await join(await client.chat.completions.create({ model: p, messages, tools, stream: true }));
    messages.push({ role: 'assistant', content: null, tool_calls: first.calls.map((c) => ({ type: 'function', ...c })) });
    messages.push(...first.calls.map((c) => ({ role: 'tool', tool_call_id: c.id, content: results[c.function.name] })));
    const second = await join(await client.chat.completions.create({ model: p, messages, tools, stream: true }));
    return { calls: callsOf(first.calls), finish: first.finish, text: second.text };
  },
  json_schema: async (p) => {
    const answer = await chat(p, null, { response_format: { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } } });
    return { value: JSON.parse(answer.choices[0].message.content), finish: answer.choices[0].finish_reason };
  },
  helper: async (p) => ({ text: await client.chat.completions.stream({ model: p, messages: user('Hello') }).finalContent() }),
  responses: async (p) => {
    const answer = await client.responses.create({ model: p, input: 'Hello', store: false });
    return { text: answer.output_text, status: answer.status, usage: [answer.usage.input_tokens > 0, answer.usage.output_tokens > 0] };
  },
  'responses-stream': async (p) => {
    let text = '', last = null, number = -1, ordered = true;
    for await (const step of await client.responses.create({ model: p, input: 'Hello', stream: true, store: false })) {
      ordered &&= step.sequence_number === ++number;
      if (step.type === 'response.output_text.delta') text += step.delta;
      last = step;
    }
    return { text, last: last.type, whole: last.response.output_text ?? last.response.output.flatMap((o) => o.content ?? []).map((c) => c.text).join(''), ordered };
  },
  'responses-tools': async (p) => {
    const first = await client.responses.create({ model: p, input: toolPrompt, tools: flat, store: false });
    const calls = first.output.filter((o) => o.type === 'function_call');
    const second = await client.responses.create({
      model: p, tools: flat, store: false,
      input: [{ role: 'user', content: toolPrompt }, ...first.output, ...calls.map((c) => ({ type: 'function_call_output', call_id: c.call_id, output: results[c.name] }))],
    });
    return { calls: calls.map((c) => [c.name, JSON.parse(c.arguments)]), text: second.output_text };
  },
  completions: async (p) => ({ text: (await client.completions.create({ model: p, prompt: 'Hello' })).choices[0].text }),
  embeddings: async (p) => {
    const answer = await client.embeddings.create({ model: `${p}-embed`, input: ['one', 'two'] });
    return { count: answer.data.length, size: answer.data[0].embedding.length, first: answer.data[0].embedding.slice(0, 2), order: answer.data.map((d) => d.index) };
  },
  models: async () => {
    const names = [];
    for await (const model of client.models.list()) names.push(model.id);
    return { has: ['openai', 'anthropic', 'bedrock', 'ollama', 'sandbox'].every((n) => names.includes(n)) };
  },
  missing: async () => {
    const e = await failure(() => chat('no-such-model'));
    return { name: e.constructor.name, status: e.status, code: e.code };
  },
  picky: async (p) => {
    const e = await failure(() => chat(p, 'picky'));
    return { name: e.constructor.name, status: e.status, type: e.type };
  },
  limited: async (p) => {
    const e = await failure(() => chat(p, 'limited'));
    return { name: e.constructor.name, status: e.status, after: e.headers.get('retry-after'), retry: e.headers.get('x-should-retry') };
  },
  broken: async (p) => {
    const e = await failure(() => chat(p, 'broken', {}, make(2)));
    return { name: e.constructor.name, status: e.status, retry: e.headers.get('x-should-retry'), text: e.message };
  },
  flaky: async (p) => ({ text: (await chat(p, 'flaky-openai', {}, make(2))).choices[0].message.content }),
  abort: async (p) => {
    const stream = await chat(p, 'slow', { stream: true });
    let text = '';
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (text) break;
    }
    stream.controller.abort();
    return { began: text.length > 0 };
  },
  'abort-whole': async (p) => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const e = await within(5, 'the abort', failure(() => client.chat.completions.create({ model: modelOf(p, 'slow'), messages: user(p === 'sandbox' ? 'Hello [[sandbox delay=9000]]' : 'Hello') }, { signal: abort.signal })));
    return { name: e.constructor.name };
  },
}, { embeddings: ['openai', 'bedrock', 'ollama', 'sandbox'], flaky: ['openai', 'anthropic', 'bedrock', 'ollama'] });
