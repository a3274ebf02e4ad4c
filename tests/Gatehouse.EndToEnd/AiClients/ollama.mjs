import { Ollama } from 'ollama';
import { base, failure, key, modelOf, promptOf, results, run, schema, time, toolPrompt, weather } from './flows.mjs';

const make = () => new Ollama({ host: base, headers: { Authorization: `Bearer ${key}` } });
const client = make();
const tools = [weather, time].map((f) => ({ type: 'function', function: f }));
const user = (content) => [{ role: 'user', content }];
const chat = (provider, mood, more = {}) => client.chat({ model: modelOf(provider, mood), messages: user(promptOf(provider, mood)), ...more });
const callsOf = (calls) => calls.map((c) => [c.function.name, c.function.arguments]);
const answersOf = (calls) => calls.map((c) => ({ role: 'tool', tool_name: c.function.name, content: results[c.function.name] }));

async function join(stream) {
  const seen = { text: '', calls: [], last: null, pieces: 0 };
  for await (const line of stream) {
    if (line.message.content) { seen.text += line.message.content; seen.pieces++; }
    seen.calls.push(...(line.message.tool_calls ?? []));
    seen.last = line;
  }
  return seen;
}

run('ollama', {
  text: async (p) => {
    const answer = await chat(p);
    return { text: answer.message.content, finish: answer.done_reason, usage: [answer.prompt_eval_count > 0, answer.eval_count > 0] };
  },
  stream: async (p) => {
    const seen = await join(await chat(p, null, { stream: true }));
    return { text: seen.text, finish: seen.last.done_reason, usage: [seen.last.prompt_eval_count > 0, seen.last.eval_count > 0], inPieces: seen.pieces > 1 };
  },
  tools: async (p) => {
    const messages = user(toolPrompt);
    const first = await chat(p, null, { messages, tools });
    const second = await chat(p, null, { tools, messages: [...messages, first.message, ...answersOf(first.message.tool_calls)] });
    return { calls: callsOf(first.message.tool_calls), finish: first.done_reason, text: second.message.content };
  },
  'tool-stream': async (p) => {
    const messages = user(toolPrompt);
    const first = await join(await chat(p, null, { messages, tools, stream: true }));
    const second = await join(await chat(p, null, { tools, stream: true, messages: [...messages, { role: 'assistant', content: '', tool_calls: first.calls }, ...answersOf(first.calls)] }));
    return { calls: callsOf(first.calls), finish: first.last.done_reason, text: second.text };
  },
  json_schema: async (p) => {
    const answer = await chat(p, null, { format: schema });
    return { value: JSON.parse(answer.message.content), finish: answer.done_reason };
  },
  generate: async (p) => ({ text: (await client.generate({ model: p, prompt: 'Hello' })).response }),
  embed: async (p) => {
    const answer = await client.embed({ model: `${p}-embed`, input: ['one', 'two'] });
    return { count: answer.embeddings.length, first: answer.embeddings[0].slice(0, 2) };
  },
  tags: async () => {
    const names = (await client.list()).models.map((m) => m.name.replace(/:latest$/, ''));
    return { has: ['openai', 'anthropic', 'bedrock', 'ollama', 'sandbox'].every((n) => names.includes(n)) };
  },
  show: async (p) => ({ tools: (await client.show({ model: p })).capabilities.includes('tools') }),
  version: async () => ({ told: typeof (await client.version()).version }),
  missing: async () => {
    const e = await failure(() => chat('no-such-model'));
    return { name: e.name, status: e.status_code };
  },
  picky: async (p) => ({ status: (await failure(() => chat(p, 'picky'))).status_code }),
  limited: async (p) => ({ status: (await failure(() => chat(p, 'limited'))).status_code }),
  broken: async (p) => {
    const e = await failure(() => chat(p, 'broken'));
    return { status: e.status_code, text: e.message };
  },
  abort: async (p) => {
    const own = make();
    const stream = await own.chat({ model: modelOf(p, 'slow'), messages: user(promptOf(p, 'slow')), stream: true });
    let text = '';
    const e = await failure(async () => {
      for await (const line of stream) {
        text += line.message.content;
        if (text) stream.abort();
      }
    });
    return { began: text.length > 0, name: e.name };
  },
}, { embed: ['openai', 'bedrock', 'ollama', 'sandbox'] });
