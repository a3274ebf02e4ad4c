// What every client does: the flows of a surface against every provider. One line of JSON for each: {surface, provider, flow, value} or {…, error}.
export const base = process.env.GATEWAY;
export const key = process.env.KEY;
export const providers = process.env.PROVIDERS.split(',');
export const weather = { name: 'get_weather', description: 'Weather of a city', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };
export const time = { name: 'get_time', description: 'Time of a zone', parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] } };
export const results = { get_weather: 'sunny', get_time: 'noon' };
export const schema = { type: 'object', properties: { city: { type: 'string' }, count: { type: 'integer' } }, required: ['city', 'count'], additionalProperties: false };

// The sandbox is told in the prompt what others are told by the name of the model.
const told = { slow: 'Hello [[sandbox gap=3000 tokens=100]]', limited: 'Hello [[sandbox status=429 retry_after=7]]', picky: 'Hello [[sandbox status=400]]', broken: 'Hello [[sandbox status=500]]' };
export const modelOf = (provider, mood) => (mood && provider !== 'sandbox' ? `${provider}-${mood}` : provider);
export const promptOf = (provider, mood) => (mood && provider === 'sandbox' ? told[mood] : 'Hello');
export const toolPrompt = 'Call get_weather for Paris.';

export async function run(surface, flows, only) {
  const jobs = [];
  for (const provider of providers) {
    for (const [flow, act] of Object.entries(flows)) {
      if (only?.[flow] && !only[flow].includes(provider)) continue;
      jobs.push({ provider, flow, act });
    }
  }
  let next = 0;
  const work = async () => {
    while (next < jobs.length) {
      const { provider, flow, act } = jobs[next++];
      try {
        print({ surface, provider, flow, value: await act(provider) });
      } catch (e) {
        print({ surface, provider, flow, error: `${e?.constructor?.name} ${e?.status ?? e?.$metadata?.httpStatusCode ?? ''} ${e?.message ?? e}\n${e?.stack ?? ''}` });
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  print({ surface, provider: '', flow: 'over', value: true });
  process.exit(0);
}

// The error that a call is expected to end with.
export async function failure(call) {
  try {
    await call();
  } catch (e) {
    return e;
  }
  throw new Error('it succeeded');
}

export async function within(seconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`waited ${seconds} s for ${what}`)), seconds * 1000); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function print(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}
