namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>Collects the tokens of a request: the same one in several places is one token, as in Kong.</summary>
/// <param name="scratch">Memory for what has to be decoded; tokens may stand in it.</param>
internal ref struct TokenSearch(Span<byte> scratch)
{
    /// <summary>The scratch memory.</summary>
    public Span<byte> Scratch { get; } = scratch;

    /// <summary>The first token; empty = none.</summary>
    public ReadOnlySpan<byte> Token { get; private set; }

    /// <summary>Whether there is another one.</summary>
    public bool IsSeveral { get; private set; }

    /// <summary>Adds what was found, in the request or in the scratch memory.</summary>
    public void Add(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty)
        {
            return;
        }

        IsSeveral |= !Token.IsEmpty && !Token.SequenceEqual(token);
        Token = Token.IsEmpty ? token : Token;
    }
}
