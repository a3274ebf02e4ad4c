using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>
/// USD per million tokens of each class. A class without a rate of its own is charged like the class that it is a kind of: cached, audio and
/// image input like input, reasoning and audio output like output. Vendors publish no separate figure then.
/// </summary>
internal sealed record TokenRates
{
    /// <summary>Rates of what costs nothing.</summary>
    public static TokenRates Free { get; } = new() { Input = 0, Output = 0 };

    /// <summary>Fresh input; null = the vendor sells none.</summary>
    public decimal? Input { get; init; }

    /// <summary>Input read from a prompt cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Input written to a prompt cache for five minutes, or for the vendor's only lifetime.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Input written to a prompt cache for one hour.</summary>
    public decimal? CacheWriteHour { get; init; }

    /// <summary>Audio input.</summary>
    public decimal? InputAudio { get; init; }

    /// <summary>Image input.</summary>
    public decimal? InputImage { get; init; }

    /// <summary>Output; null = the vendor sells none (embeddings).</summary>
    public decimal? Output { get; init; }

    /// <summary>Reasoning.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Audio output.</summary>
    public decimal? OutputAudio { get; init; }

    /// <summary>Millionths of a USD for a usage; null when a class was used that has no rate.</summary>
    public decimal? Charge(in TokenUsage usage)
    {
        decimal sum = 0;
        bool isPriced = Add(ref sum, usage.Input, Input)
            && Add(ref sum, usage.CacheRead, CacheRead ?? Input)
            && Add(ref sum, usage.CacheWrite, CacheWrite ?? Input)
            && Add(ref sum, usage.CacheWriteHour, CacheWriteHour ?? CacheWrite ?? Input)
            && Add(ref sum, usage.InputAudio, InputAudio ?? Input)
            && Add(ref sum, usage.InputImage, InputImage ?? Input)
            && Add(ref sum, usage.Output, Output)
            && Add(ref sum, usage.Reasoning, Reasoning ?? Output)
            && Add(ref sum, usage.OutputAudio, OutputAudio ?? Output);
        return isPriced ? sum : null;
    }

    /// <summary>Every rate of input times one factor, every rate of output times another: how vendors state their prices for long prompts.</summary>
    public TokenRates Scaled(decimal input, decimal output) => new()
    {
        Input = Input * input,
        CacheRead = CacheRead * input,
        CacheWrite = CacheWrite * input,
        CacheWriteHour = CacheWriteHour * input,
        InputAudio = InputAudio * input,
        InputImage = InputImage * input,
        Output = Output * output,
        Reasoning = Reasoning * output,
        OutputAudio = OutputAudio * output,
    };

    /// <summary>These rates, and where they say nothing those of <paramref name="other"/>.</summary>
    public TokenRates Or(TokenRates other) => new()
    {
        Input = Input ?? other.Input,
        CacheRead = CacheRead ?? other.CacheRead,
        CacheWrite = CacheWrite ?? other.CacheWrite,
        CacheWriteHour = CacheWriteHour ?? other.CacheWriteHour,
        InputAudio = InputAudio ?? other.InputAudio,
        InputImage = InputImage ?? other.InputImage,
        Output = Output ?? other.Output,
        Reasoning = Reasoning ?? other.Reasoning,
        OutputAudio = OutputAudio ?? other.OutputAudio,
    };

    private static bool Add(ref decimal sum, long? tokens, decimal? rate)
    {
        if (tokens is not > 0)
        {
            return true;
        }

        sum += tokens.Value * (rate ?? 0);
        return rate is not null;
    }
}
