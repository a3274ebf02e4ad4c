using System.Text;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>
/// What a provider says to a browser (RFC 6749 section 4.1.2, RFC 9207), in a query or a form. A parameter that comes twice has no
/// value: nobody can say which is meant.
/// </summary>
internal sealed record AuthorizationAnswer
{
    /// <summary>Names of all parameters there may be.</summary>
    public static readonly byte[][] Parameters = ["code"u8.ToArray(), "state"u8.ToArray(), "iss"u8.ToArray(), "session_state"u8.ToArray()];

    public required string State { get; init; }

    /// <summary>Null when it is missing or repeated.</summary>
    public string? Code { get; init; }

    /// <summary>Null when it is missing or repeated.</summary>
    public string? Issuer { get; init; }

    /// <summary>Whether it names an issuer at all.</summary>
    public bool HasIssuer { get; init; }

    /// <summary>Why there is no code (RFC 6749 section 4.1.2.1); empty when it is of no registered kind, null when there is no error.</summary>
    public string? Error { get; init; }

    /// <summary>Reads an answer; null when it is none: without a state, or with neither code nor error.</summary>
    public static AuthorizationAnswer? Read(ReadOnlySpan<byte> form)
    {
        if (form.IsEmpty || Get(form, "state"u8) is not { } state || !(Has(form, "code"u8) || Has(form, "error"u8)))
        {
            return null;
        }

        return new AuthorizationAnswer
        {
            State = state,
            Code = Get(form, "code"u8) is { Length: > 0 } code ? code : null,
            Issuer = Get(form, "iss"u8),
            HasIssuer = Has(form, "iss"u8),
            Error = Has(form, "error"u8) ? Word(Get(form, "error"u8)) : null,
        };
    }

    /// <summary>Whether a parameter is there at all.</summary>
    public static bool Has(ReadOnlySpan<byte> form, ReadOnlySpan<byte> name)
        => !form.IsEmpty && QueryParameters.Find(form, name, new byte[form.Length], out _) != ParameterMatch.None;

    /// <summary>Nothing of the code.</summary>
    public override string ToString() => nameof(AuthorizationAnswer);

    private static string? Get(ReadOnlySpan<byte> form, ReadOnlySpan<byte> name)
        => QueryParameters.Find(form, name, new byte[form.Length], out var value) == ParameterMatch.One && System.Text.Unicode.Utf8.IsValid(value)
            ? Encoding.UTF8.GetString(value)
            : null;

    // It goes to the log, and anybody can send it.
    private static string Word(string? text) => text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterLower(c) || c == '_') ? text : "";
}
