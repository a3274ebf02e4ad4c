using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Selection;

/// <summary>What a request needs of a deployment, as far as selection looks at it.</summary>
internal sealed record RequestNeeds
{
    public Capabilities Capabilities { get; init; }

    /// <summary>Estimated tokens of the input.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of the answer the client allows; null = not said.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Tokens that are reserved for it.</summary>
    public long EstimatedTokens => InputTokens + (MaxOutputTokens ?? DefaultOutput);

    /// <summary>Output that is reckoned with where the client sets no limit.</summary>
    public const int DefaultOutput = 1024;

    /// <summary>The needs of a chat request.</summary>
    public static RequestNeeds Of(ChatRequest request, long inputTokens)
    {
        var needs = Capabilities.None;
        needs |= request.IsStream ? Capabilities.Streaming : 0;
        needs |= request.Tools.Count > 0 ? Capabilities.Tools : 0;
        needs |= request.WantsLogprobs ? Capabilities.Logprobs : 0;
        needs |= request.Choices > 1 ? Capabilities.MultipleChoices : 0;
        needs |= request.ResponseFormat?.Kind switch
        {
            ResponseFormatKind.JsonObject => Capabilities.JsonObject,
            ResponseFormatKind.JsonSchema => Capabilities.JsonSchema,
            _ => 0,
        };
        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                needs |= Of(part);
            }
        }

        return new RequestNeeds { Capabilities = needs, InputTokens = inputTokens, MaxOutputTokens = request.MaxOutputTokens };
    }

    private static Capabilities Of(Part part) => part switch
    {
        ImagePart => Capabilities.Vision,
        FilePart { Text: null } => Capabilities.Files,
        AudioPart => Capabilities.Audio,
        ToolResultPart result => result.Content.Aggregate(Capabilities.None, static (sum, inner) => sum | Of(inner)),
        _ => Capabilities.None,
    };
}
