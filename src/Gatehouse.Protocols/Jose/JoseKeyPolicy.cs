namespace Gatehouse.Protocols.Jose;

/// <summary>Which keys are taken, and for what.</summary>
public sealed record JoseKeyPolicy
{
    /// <summary>The defaults below: for verification, sizes as RFC 7518 wants them.</summary>
    public static JoseKeyPolicy Default { get; } = new();

    /// <summary>The same, and private members are kept, so that the key can sign.</summary>
    public static JoseKeyPolicy Signing { get; } = new() { KeepPrivate = true };

    /// <summary>Algorithms the key may be used with, as far as its type and its own <c>alg</c> allow them. Default all.</summary>
    public JoseAlgorithmSet Algorithms { get; init; } = JoseAlgorithmSet.All;

    /// <summary>
    /// Least bytes of a secret. Default null: as many as the hash has (RFC 7518 §3.2), so a shorter secret keeps only the algorithms
    /// it is long enough for. A number holds for all three; 1 takes any secret, as Kong does.
    /// </summary>
    public int? MinimumSecretBytes { get; init; }

    /// <summary>Least bits of an RSA modulus. Default 2048 (RFC 7518 §3.3).</summary>
    public int MinimumRsaBits { get; init; } = 2048;

    /// <summary>Most bits of an RSA modulus, at most 8192. Default 8192: one signature must not occupy a loop.</summary>
    public int MaximumRsaBits { get; init; } = 8192;

    /// <summary>Whether private members are kept. Default false: they are accepted, and forgotten.</summary>
    public bool KeepPrivate { get; init; }
}
