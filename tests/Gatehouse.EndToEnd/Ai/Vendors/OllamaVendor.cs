using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Http;
using static Gatehouse.EndToEnd.Ai.Vendors.OpenAiVendor;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>Ollama's native chat, embed and tags.</summary>
internal sealed class OllamaVendor : FakeVendor
{
    public override string Name => "ollama";

    protected override string StreamType => "application/x-ndjson";

    protected override string? Catalogue(HttpMessage message) => message.Target switch
    {
        "/api/tags" => """{"models":[{"name":"fake:latest","model":"fake:latest","size":1,"digest":"d","details":{}}]}""",
        "/api/version" => """{"version":"0.13.0"}""",
        _ => null,
    };

    protected override VendorAsk Read(HttpMessage message, JsonNode body)
    {
        if (message.Target is not ("/api/chat" or "/api/embed"))
        {
            Complaints.Enqueue(message.StartLine);
        }

        return new VendorAsk(message, body)
        {
            Model = (string)body["model"]!,
            IsStream = (bool?)body["stream"] ?? true,
            Tools = [.. Items(body["tools"]).Select(t => (string)t["function"]!["name"]!)],
            ToolResults = [.. Items(body["messages"]).Where(m => (string?)m["role"] == "tool").Select(m => (string)m["content"]!)],
            WantsSchema = body["format"] is not null,
            WantsThinking = body["think"] is JsonValue think && think.ToJsonString() is not "false",
            Inputs = body["input"] is JsonArray inputs ? [.. inputs.Select(i => (string)i!)] : body["input"] is { } input ? [(string)input!] : [],
        };
    }

    protected override string WholeBody(VendorAsk ask, VendorPlay play) => Line(ask, play, play.Text, play.Calls, play.Thinking, isLast: true);

    protected override string EmbeddingsBody(VendorAsk ask) => new JsonObject
    {
        ["model"] = ask.Model,
        ["embeddings"] = new JsonArray([.. ask.Inputs.Select((_, i) => (JsonNode)new JsonArray(0.5, -0.25, (double)i))]),
        ["total_duration"] = 14143917,
        ["load_duration"] = 1019500,
        ["prompt_eval_count"] = 4,
    }.ToJsonString();

    protected override IEnumerable<VendorFrame> Frames(VendorAsk ask, VendorPlay play)
    {
        if (play.Thinking is { } thought)
        {
            yield return Frame(FrameStage.Thinking, Line(ask, play, [], [], thought, isLast: false));
        }

        foreach (string text in play.Text)
        {
            yield return Frame(FrameStage.Text, Line(ask, play, [text], [], null, isLast: false));
        }

        foreach (var call in play.Calls)
        {
            yield return Frame(FrameStage.Call, Line(ask, play, [], [call], null, isLast: false));
        }

        yield return Frame(FrameStage.Finish, Line(ask, play, [], [], null, isLast: true));
    }

    protected override string ErrorBody(VendorPlay play) => new JsonObject { ["error"] = play.Error }.ToJsonString();

    private static VendorFrame Frame(FrameStage stage, string line) => new(stage, Encoding.UTF8.GetBytes(line + "\n"));

    private static string Line(VendorAsk ask, VendorPlay play, IReadOnlyList<string> text, IReadOnlyList<PlayedCall> calls, string? thinking, bool isLast)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = string.Concat(text) };
        if (thinking is not null)
        {
            message["thinking"] = thinking;
        }

        if (calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. calls.Select((c, i) => (JsonNode)new JsonObject
            {
                ["function"] = new JsonObject { ["index"] = i, ["name"] = c.Name, ["arguments"] = JsonNode.Parse(c.Arguments) },
            })]);
        }

        var line = new JsonObject { ["model"] = ask.Model, ["created_at"] = "2026-01-01T10:00:00.123456789Z", ["message"] = message, ["done"] = isLast };
        if (isLast)
        {
            line["done_reason"] = "stop";
            line["total_duration"] = 4883583458;
            if (play.Usage is { } usage)
            {
                line["prompt_eval_count"] = usage.Input;
                line["eval_count"] = usage.Output;
            }
        }

        return line.ToJsonString();
    }
}
