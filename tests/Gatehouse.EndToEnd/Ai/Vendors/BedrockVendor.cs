using System.Text.Json.Nodes;
using Gatehouse.TestKit.Http;
using static Gatehouse.EndToEnd.Ai.Vendors.OpenAiVendor;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>Bedrock's Converse, ConverseStream and InvokeModel of Cohere's embeddings, as botocore's service model has them. Signatures are checked.</summary>
internal sealed class BedrockVendor : FakeVendor
{
    public const string KeyId = "AKIDOFBEDROCK", Secret = "secret/of+bedrock", Region = "eu-central-1";

    public override string Name => "bedrock";

    protected override string StreamType => "application/vnd.amazon.eventstream";

    protected override string? Catalogue(HttpMessage message)
        => message.Target.EndsWith("/count-tokens", StringComparison.Ordinal) ? $$"""{"inputTokens":{{AnthropicVendor.CountedTokens}}}""" : null;

    protected override IEnumerable<KeyValuePair<string, string>> HeadersOf(VendorPlay play)
    {
        yield return new("x-amzn-requestid", "req-vendor");
        if (play.Status != 200)
        {
            yield return new("x-amzn-errortype", $"{ErrorOf(play.Status)}:http://internal.amazon.com/coral/com.amazon.bedrock/");
        }
    }

    protected override VendorAsk Read(HttpMessage message, JsonNode body)
    {
        if (AwsSignatureCheck.Complaint(message, KeyId, Secret, Region) is { } complaint)
        {
            Complaints.Enqueue(complaint);
        }

        if (message.Target.Split('/') is not ["", "model", var model, var operation] || operation is not ("converse" or "converse-stream" or "invoke"))
        {
            Complaints.Enqueue(message.StartLine);
            (model, operation) = ("", "");
        }

        var tools = Items(body["toolConfig"]?["tools"]).Select(t => (string?)t["toolSpec"]?["name"]).OfType<string>();
        return new VendorAsk(message, body)
        {
            Model = Uri.UnescapeDataString(model),
            IsStream = operation == "converse-stream",
            Tools = [.. tools],
            ToolResults = [.. Items(body["messages"]).SelectMany(m => Items(m["content"])).Select(b => b["toolResult"]).OfType<JsonNode>().Select(r => TextOf(r["content"]))],
            WantsSchema = body["outputConfig"]?["textFormat"] is not null,
            WantsThinking = body["additionalModelRequestFields"]?["thinking"] is not null,
            Inputs = [.. Items(body["texts"]).Select(t => (string)t!)],
        };
    }

    protected override string WholeBody(VendorAsk ask, VendorPlay play)
    {
        var content = new JsonArray();
        if (play.Thinking is { } thought)
        {
            content.Add((JsonNode)new JsonObject { ["reasoningContent"] = new JsonObject { ["reasoningText"] = new JsonObject { ["text"] = thought, ["signature"] = play.Signature } } });
        }

        if (play.Text.Count > 0)
        {
            content.Add((JsonNode)new JsonObject { ["text"] = string.Concat(play.Text) });
        }

        foreach (var call in play.Calls)
        {
            content.Add((JsonNode)new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = call.Id, ["name"] = call.Name, ["input"] = JsonNode.Parse(call.Arguments) } });
        }

        var answer = new JsonObject
        {
            ["metrics"] = new JsonObject { ["latencyMs"] = 5 },
            ["output"] = new JsonObject { ["message"] = new JsonObject { ["content"] = content, ["role"] = "assistant" } },
            ["stopReason"] = StopOf(play),
        };
        if (play.Usage is not null)
        {
            answer["usage"] = UsageOf(play);
        }

        return answer.ToJsonString();
    }

    protected override string EmbeddingsBody(VendorAsk ask) => new JsonObject
    {
        ["id"] = "e",
        ["response_type"] = "embeddings_floats",
        ["embeddings"] = new JsonArray([.. ask.Inputs.Select((_, i) => (JsonNode)new JsonArray(0.5, -0.25, (double)i))]),
        ["texts"] = new JsonArray([.. ask.Inputs.Select(i => (JsonNode)i)]),
    }.ToJsonString();

    protected override IEnumerable<VendorFrame> Frames(VendorAsk ask, VendorPlay play)
    {
        yield return Event(FrameStage.Opening, "messageStart", new JsonObject { ["role"] = "assistant" });
        int index = 0;
        if (play.Thinking is { } thought)
        {
            yield return Delta(FrameStage.Thinking, index, new JsonObject { ["reasoningContent"] = new JsonObject { ["text"] = thought } });
            yield return Delta(FrameStage.Thinking, index, new JsonObject { ["reasoningContent"] = new JsonObject { ["signature"] = play.Signature } });
            yield return Event(FrameStage.Thinking, "contentBlockStop", new JsonObject { ["contentBlockIndex"] = index++ });
        }

        foreach (string text in play.Text)
        {
            yield return Delta(FrameStage.Text, index, new JsonObject { ["text"] = text });
        }

        if (play.Text.Count > 0)
        {
            yield return Event(FrameStage.Text, "contentBlockStop", new JsonObject { ["contentBlockIndex"] = index++ });
        }

        foreach (var call in play.Calls)
        {
            yield return Event(FrameStage.Call, "contentBlockStart", new JsonObject
            {
                ["contentBlockIndex"] = index,
                ["start"] = new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = call.Id, ["name"] = call.Name } },
            });
            foreach (string fragment in call.Fragments)
            {
                yield return Delta(FrameStage.Call, index, new JsonObject { ["toolUse"] = new JsonObject { ["input"] = fragment } });
            }

            yield return Event(FrameStage.Call, "contentBlockStop", new JsonObject { ["contentBlockIndex"] = index++ });
        }

        yield return Event(FrameStage.Finish, "messageStop", new JsonObject { ["stopReason"] = StopOf(play) });
        var metadata = new JsonObject { ["metrics"] = new JsonObject { ["latencyMs"] = 5 } };
        if (play.Usage is not null)
        {
            metadata["usage"] = UsageOf(play);
        }

        yield return Event(FrameStage.End, "metadata", metadata);
    }

    protected override bool IsArguments(VendorFrame frame) => frame.Bytes.AsSpan().IndexOf("\"input\""u8) >= 0;

    protected override string ErrorBody(VendorPlay play) => new JsonObject { ["message"] = play.Error }.ToJsonString();

    private static string ErrorOf(int status) => status switch
    {
        400 => "ValidationException",
        403 => "AccessDeniedException",
        404 => "ResourceNotFoundException",
        408 => "ModelTimeoutException",
        424 => "ModelErrorException",
        429 => "ThrottlingException",
        503 => "ServiceUnavailableException",
        _ => "InternalServerException",
    };

    private static JsonObject? UsageOf(VendorPlay play) => play.Usage is not { } usage ? null : new JsonObject
    {
        ["inputTokens"] = usage.Input,
        ["outputTokens"] = usage.Output,
        ["totalTokens"] = usage.Input + usage.Output + usage.CacheRead + usage.CacheWrite,
        ["cacheReadInputTokens"] = usage.CacheRead,
        ["cacheWriteInputTokens"] = usage.CacheWrite,
    };

    private static string StopOf(VendorPlay play) => play.Calls.Count > 0 ? "tool_use" : "end_turn";

    private static VendorFrame Delta(FrameStage stage, int index, JsonObject delta)
        => Event(stage, "contentBlockDelta", new JsonObject { ["contentBlockIndex"] = index, ["delta"] = delta });

    // Real payloads have a padding of random length.
    private static VendorFrame Event(FrameStage stage, string type, JsonObject payload)
    {
        payload["p"] = "abcdefghijkl";
        return new VendorFrame(stage, EventStream.Event(type, payload.ToJsonString()));
    }
}
