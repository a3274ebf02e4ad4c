using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>Tokens of a request that no vendor has counted.</summary>
internal readonly record struct TokenEstimate
{
    /// <summary>Output tokens assumed where the client sets no bound. 4,096: the longest answer that most chat models gave before they reasoned.</summary>
    public const long DefaultMaxOutput = 4096;

    /// <summary>Tokens that a dialect adds around messages: a few each; 64 for a request.</summary>
    private const long Framing = 64;

    private const int AsciiPerToken = 4;

    /// <summary>Input tokens that there cannot be more of.</summary>
    public long InputBound { get; private init; }

    /// <summary>Input tokens that are likely.</summary>
    public long InputLikely { get; private init; }

    /// <summary>Output tokens that there cannot be more of, as long as the vendor keeps to the bound.</summary>
    public long OutputBound { get; private init; }

    /// <summary>All tokens at most.</summary>
    public long Bound => InputBound + OutputBound;

    /// <summary>What is reserved.</summary>
    public TokenUsage Reserved => new() { Input = InputBound, Output = OutputBound, IsEstimated = true };

    /// <summary>
    /// Estimates by length. Vocabularies of today's models are made of bytes: a token is at least one byte of UTF-8, and about four of English.
    /// </summary>
    /// <param name="inputCharacters">Characters (UTF-16) of all text that goes to the vendor, tools and schemas included.</param>
    /// <param name="maxOutput">The client's bound of the output; null = <see cref="DefaultMaxOutput"/>.</param>
    /// <param name="nonAsciiCharacters">How many of the characters are beyond ASCII; they take up to three bytes.</param>
    /// <param name="otherTokens">Tokens of images, audio and files, by the vendor's rules.</param>
    public static TokenEstimate Of(long inputCharacters, long? maxOutput, long nonAsciiCharacters = 0, long otherTokens = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputCharacters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nonAsciiCharacters, inputCharacters);
        long ascii = inputCharacters - nonAsciiCharacters;
        return new TokenEstimate
        {
            InputBound = ascii + (3 * nonAsciiCharacters) + otherTokens + Framing,
            InputLikely = ((ascii + AsciiPerToken - 1) / AsciiPerToken) + nonAsciiCharacters + otherTokens,
            OutputBound = maxOutput ?? DefaultMaxOutput,
        };
    }

    /// <summary>What was used when the vendor did not say: the likely input, and the output that was seen.</summary>
    /// <param name="outputCharacters">Characters of the answer that came; null = nothing is known of it, so that the bound counts.</param>
    public TokenUsage Observed(long? outputCharacters) => new()
    {
        Input = InputLikely,
        Output = outputCharacters is { } seen ? Math.Min((seen + AsciiPerToken - 1) / AsciiPerToken, OutputBound) : OutputBound,
        IsEstimated = true,
    };
}
