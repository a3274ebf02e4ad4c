using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>What chat and generate share: options, format, thinking, log probabilities.</summary>
internal static class OllamaOptions
{
    /// <summary>Puts them into a request that has its model and messages. Negative <c>num_predict</c> means no limit.</summary>
    public static ChatRequest Apply(ChatRequest request, Field root, List<ForeignField> foreign)
    {
        var options = root.Of("options");
        options?.KeepOthers(
            foreign, areHints: false,
            "num_predict", "temperature", "top_p", "top_k", "min_p", "seed", "stop", "presence_penalty", "frequency_penalty");
        if (root.Of("keep_alive") is { } keep)
        {
            foreign.Add(new ForeignField("keep_alive", keep.Kept) { IsHint = true });
        }

        return request with
        {
            IsStream = root.Of("stream")?.Flag() ?? true,
            WantsUsage = true,
            MaxOutputTokens = options?.Of("num_predict")?.Whole(int.MinValue) is { } most and > 0 ? most : null,
            Temperature = options?.Of("temperature")?.Number(0, 10),
            TopP = options?.Of("top_p")?.Number(0, 1),
            TopK = options?.Of("top_k")?.Whole(0),
            MinP = options?.Of("min_p")?.Number(0, 1),
            Seed = options?.Of("seed")?.Long(),
            PresencePenalty = options?.Of("presence_penalty")?.Number(-10, 10),
            FrequencyPenalty = options?.Of("frequency_penalty")?.Number(-10, 10),
            StopSequences = options?.Of("stop") is { } stop ? stop.IsText ? [stop.Text()] : stop.Texts() : [],
            ResponseFormat = Format(root.Of("format")),
            Reasoning = Think(root.Of("think")),
            WantsLogprobs = root.Of("logprobs")?.Flag() ?? false,
            TopLogprobs = root.Of("top_logprobs")?.Whole(0, 20) is { } top and > 0 ? top : null,
            Foreign = foreign,
        };
    }

    private static ResponseFormat? Format(Field? format) => format switch
    {
        null => null,
        { IsText: true } text => text.Word("json", "") == "json" ? new ResponseFormat(ResponseFormatKind.JsonObject) : null,
        { IsObject: true } schema => new ResponseFormat(ResponseFormatKind.JsonSchema) { Schema = schema.Kept },
        { } other => throw other.Wrong("\"json\" or a JSON schema"),
    };

    private static ReasoningWish? Think(Field? think) => think switch
    {
        null => null,
        { IsText: true } level => new ReasoningWish { IsOn = true, Effort = level.Word("low", "medium", "high", "max") },
        { } flag => new ReasoningWish { IsOn = flag.Flag() },
    };
}
