namespace Gatehouse.Ai.Canonical;

/// <summary>
/// Tokens of one attempt by class. Classes do not overlap, so that a price times a class is never charged twice: what a vendor reports
/// as part of another figure (OpenAI's cached tokens inside prompt_tokens) has been taken out of it. Null = the vendor did not say.
/// </summary>
public readonly record struct TokenUsage
{
    /// <summary>Input tokens that were neither read from nor written to a prompt cache, nor audio or image tokens told apart.</summary>
    public long? Input { get; init; }

    /// <summary>Input tokens read from the vendor's prompt cache.</summary>
    public long? CacheRead { get; init; }

    /// <summary>Input tokens written to the prompt cache for five minutes, or for the vendor's only lifetime.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Input tokens written to the prompt cache for one hour.</summary>
    public long? CacheWriteHour { get; init; }

    /// <summary>Audio tokens of the input, where the vendor tells them apart.</summary>
    public long? InputAudio { get; init; }

    /// <summary>Image tokens of the input, where the vendor tells them apart.</summary>
    public long? InputImage { get; init; }

    /// <summary>Output tokens that are neither reasoning nor audio.</summary>
    public long? Output { get; init; }

    /// <summary>Reasoning (thinking) tokens of the output, where the vendor tells them apart.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Audio tokens of the output, where the vendor tells them apart.</summary>
    public long? OutputAudio { get; init; }

    /// <summary>Whether any figure is the gateway's own estimate, because the vendor gave none.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>All input tokens, cached ones included.</summary>
    public long TotalInput => (Input ?? 0) + (CacheRead ?? 0) + (CacheWrite ?? 0) + (CacheWriteHour ?? 0) + (InputAudio ?? 0) + (InputImage ?? 0);

    /// <summary>All output tokens, reasoning included.</summary>
    public long TotalOutput => (Output ?? 0) + (Reasoning ?? 0) + (OutputAudio ?? 0);

    /// <summary>Whether the vendor said nothing.</summary>
    public bool IsEmpty => this == default;

    /// <summary>Whether every count is one that a request can have: 0 to <see cref="MaxCount"/>.</summary>
    public bool IsPlausible
        => IsCount(Input) && IsCount(CacheRead) && IsCount(CacheWrite) && IsCount(CacheWriteHour) && IsCount(InputAudio) && IsCount(InputImage)
            && IsCount(Output) && IsCount(Reasoning) && IsCount(OutputAudio);

    /// <summary>Most tokens of one class that are believed: a hundred times the largest context there is.</summary>
    public const long MaxCount = 100_000_000;

    /// <summary>
    /// Field by field the later report where it says something: streams report in instalments, cumulative per field (Anthropic's
    /// message_start and message_delta).
    /// </summary>
    public TokenUsage MergedWith(in TokenUsage later) => new()
    {
        Input = later.Input ?? Input,
        CacheRead = later.CacheRead ?? CacheRead,
        CacheWrite = later.CacheWrite ?? CacheWrite,
        CacheWriteHour = later.CacheWriteHour ?? CacheWriteHour,
        InputAudio = later.InputAudio ?? InputAudio,
        InputImage = later.InputImage ?? InputImage,
        Output = later.Output ?? Output,
        Reasoning = later.Reasoning ?? Reasoning,
        OutputAudio = later.OutputAudio ?? OutputAudio,
        IsEstimated = IsEstimated || later.IsEstimated,
    };

    private static bool IsCount(long? tokens) => tokens is null or (>= 0 and <= MaxCount);
}
