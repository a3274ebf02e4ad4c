using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>
/// Signatures and encrypted thought on their way to a client and back. What Anthropic minted stays as it is, byte for byte; what another
/// vendor minted says so, so that it never reaches the wrong one.
/// </summary>
internal static class Seals
{
    /// <summary>What the client is given.</summary>
    public static string Put(Dialect? origin, string value) => origin switch
    {
        Dialect.Anthropic => value,
        { } other => SignatureTag.Put(other, value),
        null => "",
    };

    /// <summary>Who minted what the client sends, and the value as minted; nothing for an empty one.</summary>
    public static (Dialect? Origin, string? Value) Take(string? value)
        => string.IsNullOrEmpty(value) ? (null, null) : SignatureTag.Take(value, Dialect.Anthropic);
}
