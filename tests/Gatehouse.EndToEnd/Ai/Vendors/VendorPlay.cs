namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>What a vendor does with one request, in no vendor's words.</summary>
internal sealed record VendorPlay
{
    public int Status { get; init; } = 200;

    /// <summary>Message of an error; a status other than 200 says which.</summary>
    public string Error { get; init; } = "scripted failure";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The text, in the pieces in which it is streamed.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Thought before the text; null = none.</summary>
    public string? Thinking { get; init; }

    /// <summary>The vendor's proof of the thought.</summary>
    public string Signature { get; init; } = "c2lnbmF0dXJl+/==";

    public IReadOnlyList<PlayedCall> Calls { get; init; } = [];

    /// <summary>Null = the vendor does not count.</summary>
    public PlayedUsage? Usage { get; init; } = new(11, 7);

    public CutPoint Cut { get; init; }

    /// <summary>Before anything is answered.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>After the first piece of text nothing more comes, until whoever asked has left.</summary>
    public bool Stalls { get; init; }

    public static VendorPlay Saying(params string[] pieces) => new() { Text = pieces };

    public static VendorPlay Refusing(int status, params KeyValuePair<string, string>[] headers) => new() { Status = status, Headers = headers };
}
