namespace Gatehouse.Protocols.Jose;

/// <summary>A set of algorithms; the default is the empty set.</summary>
public readonly record struct JoseAlgorithmSet
{
    private readonly uint _bits;

    private JoseAlgorithmSet(uint bits) => _bits = bits;

    /// <summary>Every algorithm.</summary>
    public static JoseAlgorithmSet All { get; } = Of([.. Enum.GetValues<JoseAlgorithm>()]);

    /// <summary>What an RSA key can do: RS* and PS*.</summary>
    public static JoseAlgorithmSet Rsa { get; } = Of(
        JoseAlgorithm.RS256, JoseAlgorithm.RS384, JoseAlgorithm.RS512, JoseAlgorithm.PS256, JoseAlgorithm.PS384, JoseAlgorithm.PS512);

    /// <summary>What a secret can do: HS*.</summary>
    public static JoseAlgorithmSet Hmac { get; } = Of(JoseAlgorithm.HS256, JoseAlgorithm.HS384, JoseAlgorithm.HS512);

    /// <summary>Everything but HS*: what a key set fetched from a server may bring.</summary>
    public static JoseAlgorithmSet Asymmetric { get; } = new(All._bits & ~Hmac._bits);

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>The set of these; <see cref="JoseAlgorithm.Unknown"/> is left out.</summary>
    public static JoseAlgorithmSet Of(params ReadOnlySpan<JoseAlgorithm> algorithms)
    {
        uint bits = 0;
        foreach (var algorithm in algorithms)
        {
            bits |= Bit(algorithm);
        }

        return new(bits);
    }

    /// <summary>Whether the algorithm is in it; <see cref="JoseAlgorithm.Unknown"/> never is.</summary>
    public bool Contains(JoseAlgorithm algorithm) => (_bits & Bit(algorithm)) != 0;

    /// <summary>This set and one more.</summary>
    public JoseAlgorithmSet With(JoseAlgorithm algorithm) => new(_bits | Bit(algorithm));

    /// <summary>What is in both.</summary>
    public JoseAlgorithmSet And(JoseAlgorithmSet other) => new(_bits & other._bits);

    private static uint Bit(JoseAlgorithm algorithm) => algorithm == JoseAlgorithm.Unknown ? 0 : 1u << (int)algorithm;
}
