namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>The tokens that a request goes on with; null = there is none.</summary>
internal readonly record struct TokenTexts(string? Access, string? Id = null, string? Refresh = null)
{
    /// <summary>Bytes of all.</summary>
    public int Bytes => (Access?.Length ?? 0) + (Id?.Length ?? 0) + (Refresh?.Length ?? 0);

    /// <summary>The token of a kind.</summary>
    public string? Of(TokenKind kind) => kind switch
    {
        TokenKind.Access => Access,
        TokenKind.Id => Id,
        _ => Refresh,
    };

    /// <summary>Nothing of the tokens.</summary>
    public override string ToString() => nameof(TokenTexts);
}
