using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>What the sandbox answers to one request in OpenAI's shape: decided at once, told whole or piece by piece.</summary>
internal sealed class SandboxScript
{
    private const int MaxTokens = 200_000;

    private readonly JsonElement _request;
    private readonly SandboxPrompt _prompt;
    private readonly List<string> _tokens;
    private readonly string _reasoning;
    private readonly List<(string Name, string Arguments)> _calls = [];
    private readonly string _finish;
    private readonly string _id;

    private SandboxScript(JsonElement request)
    {
        _request = request;
        _prompt = SandboxPrompt.Of(request);
        _id = "chatcmpl-sandbox-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.GetRawText())).AsSpan(0, 8));
        _reasoning = request.TryGetProperty("reasoning_effort", out var effort) && effort.ValueKind == JsonValueKind.String && !effort.ValueEquals("none"u8)
            ? $"The user wants an answer to: {Shorten(_prompt.Text, 80)}"
            : "";
        if (_prompt.Tool(Options.Tool) is { } tool)
        {
            _calls.Add((tool.Name, (SandboxSchema.Instance(tool.Parameters, Shorten(_prompt.Text, 60)) ?? new JsonObject()).ToJsonString()));
        }

        string text = _calls.Count > 0 ? "" : Text();
        var tokens = SandboxTokens.Split(text).Take(MaxTokens);
        if (Options.Tokens is { } count)
        {
            tokens = Enumerable.Range(0, Math.Min(count, MaxTokens)).Select(static i => i == 0 ? "token" : " token");
        }

        _tokens = [.. tokens];
        _finish = _calls.Count > 0 ? "tool_calls" : Stop() ? "stop" : "length";
    }

    /// <summary>What it was told.</summary>
    public SandboxOptions Options => _prompt.Options;

    /// <summary>Whether the answer is streamed.</summary>
    public bool IsStream => _request.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>The script of a request.</summary>
    public static SandboxScript Of(JsonElement request) => new(request);

    /// <summary>The answer as a whole.</summary>
    public JsonObject Whole(long created)
    {
        var choices = new JsonArray();
        for (int index = 0; index < Choices; index++)
        {
            var message = new JsonObject { ["role"] = "assistant", ["content"] = _calls.Count > 0 ? null : string.Concat(_tokens), ["refusal"] = null };
            if (_reasoning.Length > 0)
            {
                message["reasoning_content"] = _reasoning;
            }

            if (_calls.Count > 0)
            {
                message["tool_calls"] = new JsonArray([.. _calls.Select((c, i) => (JsonNode)new JsonObject
                {
                    ["id"] = CallId(i),
                    ["type"] = "function",
                    ["function"] = new JsonObject { ["name"] = c.Name, ["arguments"] = c.Arguments },
                })]);
            }

            choices.Add((JsonNode)new JsonObject
            {
                ["index"] = index,
                ["message"] = message,
                ["logprobs"] = WantsLogprobs ? new JsonObject { ["content"] = new JsonArray([.. _tokens.Select(t => (JsonNode)Logprob(t))]), ["refusal"] = null } : null,
                ["finish_reason"] = _finish,
            });
        }

        var answer = Head("chat.completion", created, choices);
        if (Options.HasUsage)
        {
            answer["usage"] = Usage();
        }

        return answer;
    }

    /// <summary>The answer as server-sent events.</summary>
    public IEnumerable<SandboxPiece> Stream(long created)
    {
        for (int index = 0; index < Choices; index++)
        {
            yield return Chunk(created, index, new JsonObject { ["role"] = "assistant", ["content"] = "" }, 0);
            foreach (string token in SandboxTokens.Split(_reasoning))
            {
                yield return Chunk(created, index, new JsonObject { ["reasoning_content"] = token }, Options.Gap);
            }

            int sent = 0;
            foreach (var delta in Deltas())
            {
                if (sent == Options.Cut)
                {
                    yield return new SandboxPiece(0, null);
                    yield break;
                }

                if (sent == Options.Error)
                {
                    yield return new SandboxPiece(0, "data: {\"error\":{\"message\":\"The sandbox was told to fail.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"u8.ToArray());
                    yield break;
                }

                yield return Chunk(created, index, delta.Delta, sent == 0 ? 0 : Options.Gap, logprob: delta.Token);
                sent++;
            }

            if (Options.Cut is not null)
            {
                yield return new SandboxPiece(0, null);
                yield break;
            }

            yield return Chunk(created, index, [], 0, _finish);
        }

        if (Options.HasUsage && _request.TryGetProperty("stream_options", out var options) && options.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True)
        {
            var last = Head("chat.completion.chunk", created, []);
            last["usage"] = Usage();
            yield return Event(last, 0);
        }

        yield return new SandboxPiece(0, "data: [DONE]\n\n"u8.ToArray());
    }

    private int Choices => _request.TryGetProperty("n", out var n) && n.TryGetInt32(out int count) ? Math.Clamp(count, 1, 128) : 1;

    private bool WantsLogprobs => _request.TryGetProperty("logprobs", out var wanted) && wanted.ValueKind == JsonValueKind.True;

    private IEnumerable<(JsonObject Delta, string? Token)> Deltas()
    {
        for (int i = 0; i < _calls.Count; i++)
        {
            yield return (Call(i, new JsonObject { ["id"] = CallId(i), ["type"] = "function", ["function"] = new JsonObject { ["name"] = _calls[i].Name, ["arguments"] = "" } }), null);
            foreach (string fragment in SandboxTokens.Split(_calls[i].Arguments))
            {
                yield return (Call(i, new JsonObject { ["function"] = new JsonObject { ["arguments"] = fragment } }), null);
            }
        }

        foreach (string token in _tokens)
        {
            yield return (new JsonObject { ["content"] = token }, token);
        }
    }

    private static JsonObject Call(int index, JsonObject call)
    {
        call.Insert(0, "index", index);
        return new JsonObject { ["tool_calls"] = new JsonArray(call) };
    }

    private string CallId(int index) => $"call_{_id[^8..]}{index}";

    private SandboxPiece Chunk(long created, int index, JsonObject delta, int delay, string? finish = null, string? logprob = null)
    {
        var choice = new JsonObject { ["index"] = index, ["delta"] = delta, ["finish_reason"] = finish };
        if (WantsLogprobs && logprob is not null)
        {
            choice["logprobs"] = new JsonObject { ["content"] = new JsonArray(Logprob(logprob)), ["refusal"] = null };
        }

        return Event(Head("chat.completion.chunk", created, new JsonArray(choice)), delay);
    }

    private static SandboxPiece Event(JsonObject chunk, int delay) => new(delay, Encoding.UTF8.GetBytes($"data: {chunk.ToJsonString()}\n\n"));

    private JsonObject Head(string kind, long created, JsonArray choices) => new()
    {
        ["id"] = _id,
        ["object"] = kind,
        ["created"] = created,
        ["model"] = _request.TryGetProperty("model", out var model) ? model.GetString() : "sandbox",
        ["choices"] = choices,
    };

    private JsonObject Usage()
    {
        int reasoning = SandboxTokens.Count(_reasoning);
        int output = (Choices * (_tokens.Count + _calls.Sum(c => SandboxTokens.Count(c.Name + c.Arguments)))) + reasoning;
        return new JsonObject
        {
            ["prompt_tokens"] = _prompt.Tokens,
            ["completion_tokens"] = output,
            ["total_tokens"] = _prompt.Tokens + output,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = reasoning },
        };
    }

    private static JsonObject Logprob(string token) => new()
    {
        ["token"] = token,
        ["logprob"] = -0.125,
        ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(token).Select(b => JsonValue.Create((int)b))]),
        ["top_logprobs"] = new JsonArray(),
    };

    private string Text()
    {
        if (_request.TryGetProperty("response_format", out var format) && format.TryGetProperty("type", out var type))
        {
            if (type.ValueEquals("json_schema"u8) && format.TryGetProperty("json_schema", out var named) && named.TryGetProperty("schema", out var schema))
            {
                return SandboxSchema.Instance(schema, Shorten(_prompt.Text, 60))?.ToJsonString() ?? "null";
            }

            if (type.ValueEquals("json_object"u8))
            {
                return new JsonObject { ["answer"] = Shorten(_prompt.Text, 200) }.ToJsonString();
            }
        }

        return _prompt.ToolResult is { } result ? $"The tool answered: {Shorten(result, 400)}"
            : _prompt.Images > 0 ? $"I see {_prompt.Images} image{(_prompt.Images == 1 ? "" : "s")}. You said: {Shorten(_prompt.Text, 400)}"
            : $"You said: {Shorten(_prompt.Text, 4000)}";
    }

    /// <summary>Applies stop sequences and the limit of tokens; false when the limit ended the answer.</summary>
    private bool Stop()
    {
        string text = string.Concat(_tokens);
        foreach (string stop in _prompt.Stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            text = at < 0 ? text : text[..at];
        }

        if (text.Length < string.Concat(_tokens).Length)
        {
            _tokens.Clear();
            _tokens.AddRange(SandboxTokens.Split(text));
        }

        if (_prompt.MaxTokens is { } most && _tokens.Count > most)
        {
            _tokens.RemoveRange(most, _tokens.Count - most);
            return false;
        }

        return true;
    }

    private static string Shorten(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
}
