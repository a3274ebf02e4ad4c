namespace Gatehouse.Control.Secrets;

/// <summary>Gives the value behind a vault reference.</summary>
public interface IVaultResolver
{
    /// <summary>The value, or null when it cannot be had. Must not throw.</summary>
    string? Resolve(VaultReference reference);

    /// <summary>What to do so that a reference which <see cref="Resolve"/> gives no value for gets one.</summary>
    string RemedyFor(VaultReference reference);
}
