using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Reads the body of a chat completion, strictly. What has no canonical word becomes a foreign field.</summary>
internal static class ChatRequestReader
{
    private const int MaxMetadata = 16;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "model", "messages", "max_completion_tokens", "max_tokens", "temperature", "top_p", "top_k", "min_p", "n", "seed", "presence_penalty",
        "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "stop", "stream", "stream_options", "tools", "tool_choice",
        "parallel_tool_calls", "response_format", "reasoning_effort", "verbosity", "user", "metadata", "service_tier", "prompt_cache_key");

    private static readonly FrozenSet<string> KnownOptions = FrozenSet.Create("include_usage");

    private static readonly FrozenSet<string> OfFormat = FrozenSet.Create("type", "json_schema");

    private static readonly FrozenSet<string> OfSchema = FrozenSet.Create("name", "description", "schema", "strict");

    // Without these an answer is the same: how a vendor keeps, caches or watches, and a guess that only makes it faster.
    private static readonly FrozenSet<string> Hints = FrozenSet.Create("safety_identifier", "prompt_cache_retention", "prompt_cache_options", "prediction");

    /// <summary>The request; <paramref name="deployment"/> is the model where the path names it (Azure).</summary>
    public static ChatRequest Read(JsonElement root, string? deployment)
    {
        var body = new StrictObject(root);
        var foreign = new List<ForeignField>(body.Others(Known).Select(WithHint));
        var model = deployment ?? body.RequiredText("model");
        var tools = ChatToolReader.ReadTools(body, foreign);
        var messages = new ChatMessageReader(foreign).Read(body);
        bool isStream = body.Flag("stream") ?? false;
        return new ChatRequest
        {
            Model = model,
            Messages = messages,
            Format = WireFormat.OpenAiChat,
            IsStream = isStream,
            WantsUsage = ReadStreamOptions(body, foreign),
            Tools = tools,
            ToolChoice = ChatToolReader.ReadChoice(body, tools, foreign),
            ParallelToolCalls = body.Flag("parallel_tool_calls"),
            MaxOutputTokens = body.Int32("max_completion_tokens", 1) ?? body.Int32("max_tokens", 1),
            Temperature = body.Number("temperature", 0, 2),
            TopP = body.Number("top_p", 0, 1),
            TopK = body.Int32("top_k", -1),
            MinP = body.Number("min_p", 0, 1),
            Seed = body.Integer("seed"),
            PresencePenalty = body.Number("presence_penalty", -2, 2),
            FrequencyPenalty = body.Number("frequency_penalty", -2, 2),
            LogitBias = ReadLogitBias(body),
            StopSequences = ReadStops(body),
            WantsLogprobs = body.Flag("logprobs") ?? false,
            TopLogprobs = body.Int32("top_logprobs", 0, 20),
            Choices = body.Int32("n", 1, 128) ?? 1,
            ResponseFormat = ReadResponseFormat(body, foreign),
            Reasoning = body.Text("reasoning_effort") is { } effort ? new ReasoningWish { Effort = CheckEffort(effort, "reasoning_effort"), IsOn = effort == "none" ? false : null } : null,
            Verbosity = body.Word("verbosity", "low", "medium", "high"),
            User = body.Text("user"),
            Metadata = ReadMetadata(body),
            ServiceTier = body.Text("service_tier"),
            PromptCacheKey = body.Text("prompt_cache_key"),
            Foreign = foreign,
        };
    }

    /// <summary>The words of OpenAI and of those who speak its dialect.</summary>
    public static string CheckEffort(string effort, string path)
        => effort is "none" or "minimal" or "low" or "medium" or "high" or "xhigh" or "max" ? effort : throw StrictObject.Wrong(path, "must be one of none, minimal, low, medium, high, xhigh, max");

    /// <summary>Up to four strings, or one.</summary>
    public static IReadOnlyList<string> ReadStops(StrictObject body)
    {
        if (!body.TryFind("stop", out var stop))
        {
            return [];
        }

        var words = stop.ValueKind == JsonValueKind.Array ? [.. stop.EnumerateArray()] : new[] { stop };
        return words.Length <= 4 && Array.TrueForAll(words, w => w.ValueKind == JsonValueKind.String && w.GetString()!.Length > 0)
            ? [.. words.Select(w => w.GetString()!)]
            : throw StrictObject.Wrong("stop", "must be a string that is not empty, or up to four of them");
    }

    public static JsonElement ReadLogitBias(StrictObject body)
    {
        var bias = body.RawObject("logit_bias");
        return bias.ValueKind != JsonValueKind.Object || bias.EnumerateObject().All(b => b.Value.ValueKind == JsonValueKind.Number && b.Value.TryGetDouble(out double value) && value is >= -100 and <= 100)
            ? bias
            : throw StrictObject.Wrong("logit_bias", "must map tokens to numbers from -100 to 100");
    }

    /// <summary>Up to 16 pairs of strings.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadMetadata(StrictObject body)
    {
        var metadata = body.RawObject("metadata");
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var pair in metadata.EnumerateObject())
        {
            if (pairs.Count == MaxMetadata || pair.Value.ValueKind != JsonValueKind.String)
            {
                throw StrictObject.Wrong("metadata", "must be up to 16 pairs of strings");
            }

            pairs.Add(new(pair.Name, pair.Value.GetString()!));
        }

        return pairs;
    }

    /// <summary>A schema by name; <paramref name="format"/> holds name, schema, strict and description, and what else is <paramref name="known"/>.</summary>
    public static ResponseFormat ReadSchema(StrictObject format, List<ForeignField> foreign, FrozenSet<string> known)
    {
        foreign.AddRange(format.Others(known));
        return new ResponseFormat(ResponseFormatKind.JsonSchema)
        {
            Name = format.RequiredText("name", 64),
            Description = format.Text("description"),
            Schema = format.RawObject("schema"),
            IsStrict = format.Flag("strict"),
        };
    }

    private static bool ReadStreamOptions(StrictObject body, List<ForeignField> foreign)
    {
        if (body.Object("stream_options") is not { } options)
        {
            return false;
        }

        foreach (var other in options.Others(KnownOptions))
        {
            foreign.Add(other with { IsHint = other.Path.EndsWith(".include_obfuscation", StringComparison.Ordinal) });
        }

        return options.Flag("include_usage") ?? false;
    }

    private static ResponseFormat? ReadResponseFormat(StrictObject body, List<ForeignField> foreign)
    {
        if (body.Object("response_format") is not { } format)
        {
            return null;
        }

        foreign.AddRange(format.Others(OfFormat));
        return format.RequiredText("type") switch
        {
            "text" => new ResponseFormat(ResponseFormatKind.Text),
            "json_object" => new ResponseFormat(ResponseFormatKind.JsonObject),
            "json_schema" => ReadSchema(format.Object("json_schema") ?? throw format.Missing("json_schema"), foreign, OfSchema),
            _ => throw StrictObject.Wrong("response_format.type", "must be one of text, json_object, json_schema"),
        };
    }

    private static ForeignField WithHint(ForeignField field) => field with
    {
        IsHint = Hints.Contains(field.Path)
            || (field.Path == "store" && field.Value.ValueKind == JsonValueKind.False)
            || (field.Path == "modalities" && field.Value.ValueKind == JsonValueKind.Array && field.Value.EnumerateArray().All(m => m.ValueKind == JsonValueKind.String && m.ValueEquals("text"u8))),
    };
}
