namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>An entry of <see cref="TokenCache"/>.</summary>
/// <param name="key">What it is found by.</param>
/// <param name="token">What was verified.</param>
/// <param name="end">First moment at which it is over.</param>
internal sealed class CachedToken(TokenKey key, VerifiedToken token, Moment end)
{
    // Table, key and objects around the claims.
    private const int Overhead = 320;

    private readonly TokenKey _key = key;

    // Not yet: what comes once and never again must not push out what is in use.
    private bool _wasUsed;

    /// <summary>The token.</summary>
    public VerifiedToken Token { get; } = token;

    /// <summary>Whose it is.</summary>
    public TokenScope Scope => _key.Scope;

    /// <summary>Bytes it is counted with.</summary>
    public int Bytes { get; } = BytesOf(token);

    /// <summary>Bytes that an entry of that token is counted with.</summary>
    public static int BytesOf(VerifiedToken token) => Overhead + Math.Max(0, token.Bytes);

    /// <summary>Whether it was used since it was last asked; asking starts over.</summary>
    public bool TakeUsed()
    {
        bool used = _wasUsed;
        _wasUsed = false;
        return used;
    }

    /// <summary>Whether it is the entry of that key.</summary>
    public bool Is(in TokenKey key)
        => ReferenceEquals(_key.Scope, key.Scope) && _key.Generation == key.Generation && _key.Digest.Equals(key.Digest);

    /// <summary>Notes a use; writes only when that is news, so that loops do not take the line from each other.</summary>
    public void NoteUse()
    {
        if (!_wasUsed)
        {
            _wasUsed = true;
        }
    }

    /// <summary>Whether it must not be used any more: by either clock, or because its keys are not those of today.</summary>
    public bool IsOver(in Moment now)
        => _key.Generation != _key.Scope.Generation || now.Timestamp >= end.Timestamp || now.UnixMilliseconds >= end.UnixMilliseconds;
}
