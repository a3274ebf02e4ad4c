namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>What <see cref="MemoryTokenStore"/> knows of a grant. Changed under its lock; <see cref="IsRevoked"/> is read without.</summary>
internal sealed class GrantState
{
    private bool _isRevoked;

    public bool IsRevoked
    {
        get => Volatile.Read(ref _isRevoked);
        set => Volatile.Write(ref _isRevoked, value);
    }

    /// <summary>Codes and tokens that are kept.</summary>
    public int Secrets { get; set; }
}
