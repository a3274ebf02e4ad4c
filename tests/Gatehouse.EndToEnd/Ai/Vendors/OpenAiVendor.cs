using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Http;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>OpenAI's chat completions, embeddings and models, as its OpenAPI description has them.</summary>
internal sealed class OpenAiVendor : FakeVendor
{
    public override string Name => "openai";

    public override string Url => base.Url + "/v1";

    protected override string StreamType => "text/event-stream; charset=utf-8";

    protected override string? Catalogue(HttpMessage message)
        => message.Target == "/v1/models" ? """{"object":"list","data":[{"id":"gpt-fake","object":"model","created":1686935002,"owned_by":"openai"}]}""" : null;

    protected override IEnumerable<KeyValuePair<string, string>> HeadersOf(VendorPlay play) =>
    [
        new("openai-organization", "org-secret-canary"), new("openai-processing-ms", "5"), new("openai-version", "2020-10-01"), new("x-request-id", "req_vendor"),
        new("x-ratelimit-limit-requests", "500"), new("x-ratelimit-remaining-requests", "499"), new("x-ratelimit-reset-requests", "120ms"),
    ];

    protected override VendorAsk Read(HttpMessage message, JsonNode body)
    {
        if (message.Header("authorization") != "Bearer key-of-openai")
        {
            Complaints.Enqueue($"authorization: {message.Header("authorization")}");
        }

        if (message.Target is not ("/v1/chat/completions" or "/v1/embeddings"))
        {
            Complaints.Enqueue(message.StartLine);
        }

        return new VendorAsk(message, body)
        {
            Model = (string)body["model"]!,
            IsStream = (bool?)body["stream"] ?? false,
            Tools = [.. Items(body["tools"]).Select(t => (string)t["function"]!["name"]!)],
            ToolResults = [.. Items(body["messages"]).Where(m => (string?)m["role"] == "tool").Select(m => TextOf(m["content"]))],
            WantsSchema = body["response_format"] is { } format && (string?)format["type"] is "json_schema" or "json_object",
            WantsThinking = (string?)body["reasoning_effort"] is not null and not "none",
            Inputs = body["input"] is JsonArray inputs ? [.. inputs.Select(i => i!.ToJsonString())] : body["input"] is { } input ? [input.ToJsonString()] : [],
        };
    }

    protected override string WholeBody(VendorAsk ask, VendorPlay play)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = play.Calls.Count > 0 ? null : string.Concat(play.Text), ["refusal"] = null, ["annotations"] = new JsonArray() };
        if (play.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. play.Calls.Select(c => (JsonNode)new JsonObject
            {
                ["id"] = c.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = c.Name, ["arguments"] = c.Arguments },
            })]);
        }

        var answer = Head(ask, "chat.completion", new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = FinishOf(play) });
        answer["usage"] = UsageOf(play);
        return answer.ToJsonString();
    }

    protected override string EmbeddingsBody(VendorAsk ask)
    {
        bool isText = (string?)ask.Body["encoding_format"] == "base64";
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. ask.Inputs.Select((_, i) => (JsonNode)new JsonObject
            {
                ["object"] = "embedding", ["index"] = i, ["embedding"] = isText ? Base64(i) : new JsonArray(0.5, -0.25, (double)i),
            })]),
            ["model"] = ask.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = 4, ["total_tokens"] = 4 },
        }.ToJsonString();
    }

    protected override IEnumerable<VendorFrame> Frames(VendorAsk ask, VendorPlay play)
    {
        yield return Chunk(ask, FrameStage.Opening, new JsonObject { ["role"] = "assistant", ["content"] = play.Calls.Count > 0 ? null : "", ["refusal"] = null });
        foreach (string text in play.Text)
        {
            yield return Chunk(ask, FrameStage.Text, new JsonObject { ["content"] = text });
        }

        for (int i = 0; i < play.Calls.Count; i++)
        {
            var call = play.Calls[i];
            yield return Chunk(ask, FrameStage.Call, CallDelta(i, "", call));
            foreach (string fragment in call.Fragments)
            {
                yield return Chunk(ask, FrameStage.Call, CallDelta(i, fragment, null));
            }
        }

        yield return Chunk(ask, FrameStage.Finish, [], FinishOf(play));
        if (play.Usage is not null && (bool?)ask.Body["stream_options"]?["include_usage"] == true)
        {
            var last = Head(ask, "chat.completion.chunk", null);
            last["usage"] = UsageOf(play);
            yield return Event(FrameStage.End, last.ToJsonString());
        }

        yield return Event(FrameStage.End, "[DONE]");
    }

    protected override bool IsArguments(VendorFrame frame) => !Encoding.UTF8.GetString(frame.Bytes).Contains("\"name\"", StringComparison.Ordinal);

    protected override string ErrorBody(VendorPlay play) => new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = play.Error,
            ["type"] = play.Status switch { 429 => "requests", >= 500 => "server_error", _ => "invalid_request_error" },
            ["param"] = null,
            ["code"] = play.Status == 429 ? "rate_limit_exceeded" : null,
        },
    }.ToJsonString();

    internal static IEnumerable<JsonNode> Items(JsonNode? array) => array is JsonArray items ? items.Select(i => i!) : [];

    internal static string TextOf(JsonNode? content) => content is JsonValue text ? (string)text! : string.Concat(Items(content).Select(p => (string?)p["text"]));

    private static string FinishOf(VendorPlay play) => play.Calls.Count > 0 ? "tool_calls" : "stop";

    private static JsonObject? UsageOf(VendorPlay play) => play.Usage is not { } usage ? null : new JsonObject
    {
        ["prompt_tokens"] = usage.Input + usage.CacheRead,
        ["completion_tokens"] = usage.Output,
        ["total_tokens"] = usage.Input + usage.CacheRead + usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0 },
    };

    private static JsonObject Head(VendorAsk ask, string kind, JsonNode? choice) => new()
    {
        ["id"] = "chatcmpl-fake",
        ["object"] = kind,
        ["created"] = 1_750_000_000,
        ["model"] = ask.Model + "-2026-01-01",
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_fake",
        ["choices"] = choice is null ? new JsonArray() : new JsonArray(choice),
    };

    private static VendorFrame Chunk(VendorAsk ask, FrameStage stage, JsonObject delta, string? finish = null)
    {
        var chunk = Head(ask, "chat.completion.chunk", new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish });
        chunk["usage"] = null;
        chunk["obfuscation"] = "Ab3";
        return Event(stage, chunk.ToJsonString());
    }

    private static JsonObject CallDelta(int index, string fragment, PlayedCall? first)
    {
        var call = new JsonObject { ["index"] = index };
        if (first is not null)
        {
            call["id"] = first.Id;
            call["type"] = "function";
        }

        call["function"] = first is null ? new JsonObject { ["arguments"] = fragment } : new JsonObject { ["name"] = first.Name, ["arguments"] = fragment };
        return new JsonObject { ["tool_calls"] = new JsonArray(call) };
    }

    private static VendorFrame Event(FrameStage stage, string data) => new(stage, Encoding.UTF8.GetBytes($"data: {data}\n\n"));

    private static string Base64(int index)
    {
        byte[] bytes = new byte[12];
        Buffer.BlockCopy(new[] { 0.5f, -0.25f, index }, 0, bytes, 0, 12);
        return Convert.ToBase64String(bytes);
    }
}
