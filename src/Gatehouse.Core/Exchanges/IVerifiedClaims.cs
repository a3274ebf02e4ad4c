namespace Gatehouse.Core.Exchanges;

/// <summary>
/// Claims about the client that an authentication plugin has verified: the payload of a token, the answer of an introspection.
/// Authorisation plugins read them; they live as long as the exchange that carries them at least.
/// </summary>
public interface IVerifiedClaims
{
    /// <summary>Name of the plugin that vouches for them.</summary>
    string Source { get; }

    /// <summary>All of them: a JSON object, well-formed UTF-8.</summary>
    ReadOnlyMemory<byte> Json { get; }

    /// <summary>The JSON text of a claim as it stands in the token: a string has its quotes and escapes. False when it is absent.</summary>
    bool TryGetJson(ClaimPath path, out ReadOnlySpan<byte> json);

    /// <summary>The text of a claim that is a JSON string, unescaped UTF-8. False when it is absent or something else.</summary>
    bool TryGetText(ClaimPath path, out ReadOnlySpan<byte> text);
}
