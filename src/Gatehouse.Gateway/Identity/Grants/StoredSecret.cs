namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>An entry of <see cref="MemoryTokenStore"/>. Changed under its lock; read without.</summary>
internal sealed class StoredSecret(IssuedSecret secret, GrantState state)
{
    private IssuedSecret _secret = secret;
    private bool _isUsed;

    public IssuedSecret Secret
    {
        get => Volatile.Read(ref _secret);
        set => Volatile.Write(ref _secret, value);
    }

    /// <summary>Shared by all of the grant.</summary>
    public GrantState State { get; } = state;

    public bool IsUsed
    {
        get => Volatile.Read(ref _isUsed);
        set => Volatile.Write(ref _isUsed, value);
    }
}
