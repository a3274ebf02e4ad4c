import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { base, failure, key, modelOf, promptOf, results, run, schema, time, toolPrompt, weather } from './flows.mjs';

const make = (maxAttempts) => new BedrockRuntimeClient({
  endpoint: base, region: 'us-east-1', maxAttempts, credentials: { accessKeyId: process.env.AWS_KEY_ID, secretAccessKey: process.env.AWS_SECRET },
});
const client = make(1);
const bearer = new BedrockRuntimeClient({ endpoint: `${base}/keyed`, region: 'us-east-1', maxAttempts: 1, token: { token: key }, authSchemePreference: ['httpBearerAuth'] });
const toolConfig = { tools: [weather, time].map((f) => ({ toolSpec: { name: f.name, description: f.description, inputSchema: { json: f.parameters } } })) };
const user = (text) => [{ role: 'user', content: [{ text }] }];
const ask = (provider, mood, more = {}, using = client, Command = ConverseCommand, options = {}) =>
  using.send(new Command({ modelId: modelOf(provider, mood), messages: user(promptOf(provider, mood)), ...more }), options);
const textOf = (message) => message.content.map((b) => b.text ?? '').join('');
const callsOf = (message) => message.content.filter((b) => b.toolUse).map((b) => [b.toolUse.name, b.toolUse.input]);
const answersOf = (message) => ({ role: 'user', content: message.content.filter((b) => b.toolUse).map((b) => ({ toolResult: { toolUseId: b.toolUse.toolUseId, content: [{ text: results[b.toolUse.name] }] } })) });
const usageOf = (usage) => [usage.inputTokens > 0, usage.outputTokens > 0, usage.totalTokens >= usage.inputTokens + usage.outputTokens];

async function join(answer) {
  const seen = { message: { role: 'assistant', content: [] }, finish: null, usage: null, pieces: 0 };
  const blocks = new Map();
  for await (const step of answer.stream) {
    const start = step.contentBlockStart, delta = step.contentBlockDelta;
    if (start) blocks.set(start.contentBlockIndex, { toolUse: { ...start.start.toolUse, input: '' } });
    if (delta) {
      if (!blocks.has(delta.contentBlockIndex)) blocks.set(delta.contentBlockIndex, delta.delta.reasoningContent ? { reasoningContent: { reasoningText: { text: '' } } } : { text: '' });
      const block = blocks.get(delta.contentBlockIndex);
      if (delta.delta.text !== undefined) { block.text += delta.delta.text; seen.pieces++; }
      if (delta.delta.toolUse) block.toolUse.input += delta.delta.toolUse.input;
      if (delta.delta.reasoningContent?.text) block.reasoningContent.reasoningText.text += delta.delta.reasoningContent.text;
      if (delta.delta.reasoningContent?.signature) block.reasoningContent.reasoningText.signature = delta.delta.reasoningContent.signature;
    }
    if (step.messageStop) seen.finish = step.messageStop.stopReason;
    if (step.metadata) seen.usage = step.metadata.usage;
  }
  for (const block of blocks.values()) {
    if (block.toolUse) block.toolUse.input = JSON.parse(block.toolUse.input || '{}');
    seen.message.content.push(block);
  }
  return seen;
}

run('bedrock', {
  text: async (p) => {
    const answer = await ask(p);
    return { text: textOf(answer.output.message), finish: answer.stopReason, usage: usageOf(answer.usage) };
  },
  stream: async (p) => {
    const seen = await join(await ask(p, null, {}, client, ConverseStreamCommand));
    return { text: textOf(seen.message), finish: seen.finish, usage: usageOf(seen.usage), inPieces: seen.pieces > 1 };
  },
  tools: async (p) => {
    const messages = user(toolPrompt);
    const first = await ask(p, null, { messages, toolConfig });
    const second = await ask(p, null, { toolConfig, messages: [...messages, first.output.message, answersOf(first.output.message)] });
    return { calls: callsOf(first.output.message), finish: first.stopReason, text: textOf(second.output.message) };
  },
  'tool-stream': async (p) => {
    const messages = user(toolPrompt);
    const first = await join(await ask(p, null, { messages, toolConfig }, client, ConverseStreamCommand));
    const second = await join(await ask(p, null, { toolConfig, messages: [...messages, first.message, answersOf(first.message)] }, client, ConverseStreamCommand));
    return { calls: callsOf(first.message), finish: first.finish, text: textOf(second.message) };
  },
  json_schema: async (p) => {
    const answer = await ask(p, null, { outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'place', schema: JSON.stringify(schema) } } } } });
    return { value: JSON.parse(textOf(answer.output.message)), finish: answer.stopReason };
  },
  bearer: async (p) => ({ text: textOf((await ask(p, null, {}, bearer)).output.message) }),
  thinking: async (p) => {
    const more = { inferenceConfig: { maxTokens: 4000 }, additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } } };
    const first = await ask(p, null, more);
    const stream = await join(await ask(p, null, more, client, ConverseStreamCommand));
    await ask(p, null, { ...more, messages: [...user('Hello'), first.output.message, ...user('And now?')] });
    await ask(p === 'anthropic' ? 'bedrock' : 'anthropic', null, { ...more, messages: [...user('Hello'), first.output.message, ...user('Crossing over')] });
    const [a, b] = [first.output.message, stream.message].map((m) => m.content.find((c) => c.reasoningContent)?.reasoningContent.reasoningText);
    return { thought: a?.text, same: a?.signature === b?.signature && a?.text === b?.text };
  },
  missing: async () => {
    const e = await failure(() => ask('no-such-model'));
    return { name: e.name, status: e.$metadata.httpStatusCode };
  },
  forged: async (p) => {
    const forger = new BedrockRuntimeClient({ endpoint: base, region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: process.env.AWS_KEY_ID, secretAccessKey: 'guessed' } });
    const e = await failure(() => ask(p, null, {}, forger));
    return { status: e.$metadata.httpStatusCode };
  },
  picky: async (p) => {
    const e = await failure(() => ask(p, 'picky'));
    return { name: e.name, status: e.$metadata.httpStatusCode };
  },
  limited: async (p) => {
    const e = await failure(() => ask(p, 'limited'));
    return { name: e.name, status: e.$metadata.httpStatusCode, after: e.$response.headers['retry-after'] };
  },
  broken: async (p) => {
    const e = await failure(() => ask(p, 'broken'));
    return { name: e.name, status: e.$metadata.httpStatusCode, text: e.message };
  },
  flaky: async (p) => ({ text: textOf((await ask(p, 'flaky-bedrock', {}, make(3))).output.message) }),
  abort: async (p) => {
    const abort = new AbortController();
    const answer = await ask(p, 'slow', {}, client, ConverseStreamCommand, { abortSignal: abort.signal });
    let text = '';
    const e = await failure(async () => {
      for await (const step of answer.stream) {
        text += step.contentBlockDelta?.delta.text ?? '';
        if (text) { abort.abort(); break; }
      }
      throw new Error('left');
    });
    return { began: text.length > 0, name: e.name };
  },
}, { thinking: ['anthropic', 'bedrock'], forged: ['sandbox'], flaky: ['openai', 'anthropic', 'bedrock', 'ollama'] });
