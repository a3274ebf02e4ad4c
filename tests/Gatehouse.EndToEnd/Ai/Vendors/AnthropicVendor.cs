using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Http;
using static Gatehouse.EndToEnd.Ai.Vendors.OpenAiVendor;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>Anthropic's messages and their counting, as its libraries describe them.</summary>
internal sealed class AnthropicVendor : FakeVendor
{
    public const int CountedTokens = 421;

    public override string Name => "anthropic";

    protected override string StreamType => "text/event-stream; charset=utf-8";

    protected override string? Catalogue(HttpMessage message)
        => message.Target.StartsWith("/v1/messages/count_tokens", StringComparison.Ordinal) ? $$"""{"input_tokens":{{CountedTokens}}}""" : null;

    protected override IEnumerable<KeyValuePair<string, string>> HeadersOf(VendorPlay play) =>
        [new("request-id", "req_vendor"), new("anthropic-organization-id", "org-secret-canary"), new("anthropic-ratelimit-requests-remaining", "99")];

    protected override VendorAsk Read(HttpMessage message, JsonNode body)
    {
        if (message.Header("x-api-key") != "key-of-anthropic" || message.Header("anthropic-version") is null || message.Target != "/v1/messages" || (int?)body["max_tokens"] is not > 0)
        {
            Complaints.Enqueue($"{message.StartLine}, version {message.Header("anthropic-version")}, max_tokens {body["max_tokens"]}");
        }

        return new VendorAsk(message, body)
        {
            Model = (string)body["model"]!,
            IsStream = (bool?)body["stream"] ?? false,
            Tools = [.. Items(body["tools"]).Select(t => (string)t["name"]!)],
            ToolResults = [.. Items(body["messages"]).SelectMany(m => Items(m["content"])).Where(b => (string?)b["type"] == "tool_result").Select(b => TextOf(b["content"]))],
            WantsSchema = body["output_config"]?["format"] is not null,
            WantsThinking = (string?)body["thinking"]?["type"] is "enabled" or "adaptive",
        };
    }

    protected override string WholeBody(VendorAsk ask, VendorPlay play)
    {
        var message = Message(ask, play);
        if (play.Thinking is { } thought)
        {
            message["content"]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "thinking", ["thinking"] = thought, ["signature"] = play.Signature });
        }

        if (play.Text.Count > 0)
        {
            message["content"]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = string.Concat(play.Text) });
        }

        foreach (var call in play.Calls)
        {
            message["content"]!.AsArray().Add((JsonNode)new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Name, ["input"] = JsonNode.Parse(call.Arguments) });
        }

        message["stop_reason"] = StopOf(play);
        message["usage"] = UsageOf(play, play.Usage?.Output);
        return message.ToJsonString();
    }

    protected override string EmbeddingsBody(VendorAsk ask) => throw new NotSupportedException("Anthropic has no embeddings");

    protected override IEnumerable<VendorFrame> Frames(VendorAsk ask, VendorPlay play)
    {
        yield return Event(FrameStage.Opening, new JsonObject { ["type"] = "message_start", ["message"] = Message(ask, play) });
        yield return Event(FrameStage.Opening, new JsonObject { ["type"] = "ping" });
        int index = 0;
        if (play.Thinking is { } thought)
        {
            yield return Start(FrameStage.Opening, index, new JsonObject { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" });
            yield return Delta(FrameStage.Thinking, index, new JsonObject { ["type"] = "thinking_delta", ["thinking"] = thought });
            yield return Delta(FrameStage.Thinking, index, new JsonObject { ["type"] = "signature_delta", ["signature"] = play.Signature });
            yield return Stop(FrameStage.Thinking, index++);
        }

        if (play.Text.Count > 0)
        {
            yield return Start(FrameStage.Opening, index, new JsonObject { ["type"] = "text", ["text"] = "" });
            foreach (string text in play.Text)
            {
                yield return Delta(FrameStage.Text, index, new JsonObject { ["type"] = "text_delta", ["text"] = text });
            }

            yield return Stop(FrameStage.Text, index++);
        }

        foreach (var call in play.Calls)
        {
            yield return Start(FrameStage.Call, index, new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Name, ["input"] = new JsonObject() });
            foreach (string fragment in call.Fragments.Prepend(""))
            {
                yield return Delta(FrameStage.Call, index, new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = fragment });
            }

            yield return Stop(FrameStage.Call, index++);
        }

        yield return Event(FrameStage.Finish, new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = StopOf(play), ["stop_sequence"] = null },
            ["usage"] = play.Usage is { } usage ? new JsonObject { ["output_tokens"] = usage.Output } : null,
        });
        yield return Event(FrameStage.End, new JsonObject { ["type"] = "message_stop" });
    }

    protected override bool IsArguments(VendorFrame frame)
        => Encoding.UTF8.GetString(frame.Bytes) is var text && text.Contains("partial_json", StringComparison.Ordinal) && !text.Contains("\"partial_json\":\"\"", StringComparison.Ordinal);

    protected override string ErrorBody(VendorPlay play) => new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["type"] = play.Status switch
            {
                400 => "invalid_request_error",
                401 => "authentication_error",
                404 => "not_found_error",
                429 => "rate_limit_error",
                529 => "overloaded_error",
                _ => "api_error",
            },
            ["message"] = play.Error,
        },
        ["request_id"] = "req_vendor",
    }.ToJsonString();

    private static JsonObject Message(VendorAsk ask, VendorPlay play) => new()
    {
        ["id"] = "msg_fake",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = ask.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = UsageOf(play, 1),
    };

    private static JsonObject? UsageOf(VendorPlay play, int? output) => play.Usage is not { } usage ? null : new JsonObject
    {
        ["input_tokens"] = usage.Input,
        ["cache_creation_input_tokens"] = usage.CacheWrite,
        ["cache_read_input_tokens"] = usage.CacheRead,
        ["output_tokens"] = output,
        ["service_tier"] = "standard",
    };

    private static string StopOf(VendorPlay play) => play.Calls.Count > 0 ? "tool_use" : "end_turn";

    private static VendorFrame Start(FrameStage stage, int index, JsonObject block)
        => Event(stage, new JsonObject { ["type"] = "content_block_start", ["index"] = index, ["content_block"] = block });

    private static VendorFrame Delta(FrameStage stage, int index, JsonObject delta)
        => Event(stage, new JsonObject { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta });

    private static VendorFrame Stop(FrameStage stage, int index) => Event(stage, new JsonObject { ["type"] = "content_block_stop", ["index"] = index });

    private static VendorFrame Event(FrameStage stage, JsonObject data) => new(stage, Encoding.UTF8.GetBytes($"event: {data["type"]}\ndata: {data.ToJsonString()}\n\n"));
}
