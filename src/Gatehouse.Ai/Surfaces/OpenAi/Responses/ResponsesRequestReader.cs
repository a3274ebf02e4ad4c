using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.OpenAi.Chat;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>Reads the body of a request for a response, strictly.</summary>
internal static class ResponsesRequestReader
{
    private const string LogprobsWish = "message.output_text.logprobs";
    private const string Remedy = "needs answers to be kept, which this endpoint does not do; send the whole conversation in 'input' instead";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "model", "input", "instructions", "max_output_tokens", "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning", "store",
        "previous_response_id", "conversation", "background", "prompt", "include", "stream", "stream_options", "truncation", "metadata",
        "temperature", "top_p", "top_logprobs", "user", "service_tier", "prompt_cache_key");

    private static readonly FrozenSet<string> OfText = FrozenSet.Create("format", "verbosity");

    private static readonly FrozenSet<string> OfFormat = FrozenSet.Create("type", "name", "description", "schema", "strict");

    private static readonly FrozenSet<string> Hints = FrozenSet.Create("safety_identifier", "prompt_cache_retention", "prompt_cache_options");

    /// <summary>The request; the root is kept as <see cref="ChatRequest.SurfaceState"/>, because a response repeats what was asked.</summary>
    public static ChatRequest Read(JsonElement root)
    {
        var body = new StrictObject(root);
        RefuseState(body);
        var foreign = new List<ForeignField>(body.Others(Known).Select(f => f with { IsHint = Hints.Contains(f.Path) }));
        var model = body.RequiredText("model");
        var tools = ChatToolReader.ReadTools(body, foreign, isFlat: true);
        body.Flag("store");
        bool wantsLogprobs = ReadInclude(body, foreign);
        if (body.Word("truncation", "auto", "disabled") == "auto")
        {
            foreign.Add(new ForeignField("truncation", root.GetProperty("truncation")));
        }

        var text = body.Object("text");
        return new ChatRequest
        {
            Model = model,
            Messages = ResponsesInputReader.Read(body, foreign),
            Format = WireFormat.OpenAiResponses,
            IsStream = body.Flag("stream") ?? false,
            WantsUsage = true,
            Tools = tools,
            ToolChoice = ChatToolReader.ReadChoice(body, tools, foreign, isFlat: true),
            ParallelToolCalls = body.Flag("parallel_tool_calls"),
            MaxOutputTokens = body.Int32("max_output_tokens", 1),
            Temperature = body.Number("temperature", 0, 2),
            TopP = body.Number("top_p", 0, 1),
            WantsLogprobs = wantsLogprobs,
            TopLogprobs = wantsLogprobs ? body.Int32("top_logprobs", 0, 20) : null,
            ResponseFormat = ReadFormat(text, foreign),
            Verbosity = text?.Word("verbosity", "low", "medium", "high"),
            Reasoning = ReadReasoning(body, foreign),
            User = body.Text("user"),
            Metadata = ChatRequestReader.ReadMetadata(body),
            ServiceTier = body.Text("service_tier"),
            PromptCacheKey = body.Text("prompt_cache_key"),
            Foreign = foreign,
            SurfaceState = root,
        };
    }

    private static void RefuseState(StrictObject body)
    {
        foreach (var name in (ReadOnlySpan<string>)["previous_response_id", "conversation"])
        {
            if (body.TryFind(name, out _))
            {
                throw Refusal(name, Remedy);
            }
        }

        if (body.Flag("background") == true)
        {
            throw Refusal("background", "needs answers to be kept, which this endpoint does not do; use 'stream' for long answers");
        }

        if (body.TryFind("prompt", out _))
        {
            throw Refusal("prompt", "names a template kept elsewhere; send its text in 'instructions' and 'input'");
        }
    }

    private static AiException Refusal(string field, string reason)
        => new(new AiError(AiErrorKind.Unsupported, $"'{field}' {reason}.") { Field = field });

    /// <summary>Whether log probabilities are wanted. Encrypted thought is always given, because nothing is kept.</summary>
    private static bool ReadInclude(StrictObject body, List<ForeignField> foreign)
    {
        bool wantsLogprobs = false;
        if (body.Array("include") is not { } include)
        {
            return false;
        }

        foreach (var wish in include.EnumerateArray())
        {
            if (wish.ValueKind != JsonValueKind.String)
            {
                throw StrictObject.Wrong("include", "must be an array of strings");
            }

            if (wish.ValueEquals(LogprobsWish))
            {
                wantsLogprobs = true;
            }
            else if (!wish.ValueEquals("reasoning.encrypted_content"u8))
            {
                // Sources and results of tools that run at OpenAI: without these tools there is nothing to include.
                foreign.Add(new ForeignField("include", wish) { IsHint = true });
            }
        }

        return wantsLogprobs;
    }

    private static ResponseFormat? ReadFormat(StrictObject? text, List<ForeignField> foreign)
    {
        if (text is { } holder)
        {
            foreign.AddRange(holder.Others(OfText));
        }

        if (text?.Object("format") is not { } format)
        {
            return null;
        }

        return format.RequiredText("type") switch
        {
            "text" => new ResponseFormat(ResponseFormatKind.Text),
            "json_object" => new ResponseFormat(ResponseFormatKind.JsonObject),
            "json_schema" => ChatRequestReader.ReadSchema(format, foreign, OfFormat),
            _ => throw StrictObject.Wrong("text.format.type", "must be one of text, json_object, json_schema"),
        };
    }

    private static ReasoningWish? ReadReasoning(StrictObject body, List<ForeignField> foreign)
    {
        if (body.Object("reasoning") is not { } reasoning)
        {
            return null;
        }

        foreign.AddRange(reasoning.Others(FrozenSet.Create("effort", "summary", "generate_summary")));
        var effort = reasoning.Text("effort");
        var summary = reasoning.Word("summary", "auto", "concise", "detailed") ?? reasoning.Word("generate_summary", "auto", "concise", "detailed");
        return new ReasoningWish
        {
            Effort = effort is null ? null : ChatRequestReader.CheckEffort(effort, "reasoning.effort"),
            IsOn = effort == "none" ? false : null,
            Summary = summary,
        };
    }
}
