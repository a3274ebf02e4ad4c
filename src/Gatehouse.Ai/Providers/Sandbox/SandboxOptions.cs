using System.Globalization;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>
/// What a request tells the sandbox to do, in any user message: <c>[[sandbox delay=500 tokens=20 gap=10 status=429 retry_after=2 cut=5 error=5 usage=no tool=name]]</c>.
/// The last directive wins.
/// </summary>
internal sealed record SandboxOptions
{
    /// <summary>Milliseconds before the first byte.</summary>
    public int Delay { get; init; }

    /// <summary>Milliseconds between tokens of a stream.</summary>
    public int Gap { get; init; }

    /// <summary>Tokens of the answer; null = as the text has.</summary>
    public int? Tokens { get; init; }

    /// <summary>Status instead of an answer; 0 = an answer.</summary>
    public int Status { get; init; }

    /// <summary>Seconds of Retry-After with a status; null = none.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The connection breaks after so many tokens (0 = before any); null = it does not.</summary>
    public int? Cut { get; init; }

    /// <summary>An error event after so many tokens; null = none.</summary>
    public int? Error { get; init; }

    /// <summary>Whether usage is reported.</summary>
    public bool HasUsage { get; init; } = true;

    /// <summary>Name of a tool to call; null = as the request suggests.</summary>
    public string? Tool { get; init; }

    private const string Opening = "[[sandbox";

    /// <summary>Reads directives out of a text and takes them away.</summary>
    public static SandboxOptions From(ref string text, SandboxOptions before)
    {
        int start;
        while ((start = text.IndexOf(Opening, StringComparison.Ordinal)) >= 0)
        {
            int end = text.IndexOf("]]", start, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            foreach (string word in text[(start + Opening.Length)..end].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                before = before.With(word);
            }

            text = text.Remove(start, end + 2 - start).Trim();
        }

        return before;
    }

    private SandboxOptions With(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word : word[..equals], value = equals < 0 ? "" : word[(equals + 1)..];
        int? number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) ? Math.Min(parsed, 1_000_000) : null;
        return name switch
        {
            "delay" => this with { Delay = number ?? 0 },
            "gap" => this with { Gap = number ?? 0 },
            "tokens" => this with { Tokens = number },
            "status" => this with { Status = number is >= 400 and < 600 ? number.Value : 500 },
            "retry_after" => this with { RetryAfter = number },
            "cut" => this with { Cut = number ?? 0 },
            "error" => this with { Error = number ?? 0 },
            "usage" => this with { HasUsage = value != "no" },
            "tool" => this with { Tool = value },
            _ => this,
        };
    }
}
