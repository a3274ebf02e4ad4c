namespace Gatehouse.Protocols.Jose;

/// <summary>What a token may cost before anybody knows who sent it.</summary>
public sealed record JoseLimits
{
    /// <summary>The defaults below.</summary>
    public static JoseLimits Default { get; } = new();

    /// <summary>Bytes of the whole token. Default 16 KiB: more than any header field a stock server accepts.</summary>
    public int TokenBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes of the decoded header. Default 8 KiB: room for a certificate chain that is read over.</summary>
    public int HeaderBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of <c>kid</c>. Default 256; it is a look-up key and nothing else.</summary>
    public int KeyIdBytes { get; init; } = 256;

    /// <summary>Objects and arrays inside each other in the header, 1 to 64. Default 4: <c>jwk</c> with a list is three.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the range.</exception>
    public int HeaderDepth { get; init => field = Depth(value); } = 4;

    /// <summary>Objects and arrays inside each other in the claims, 1 to 64. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the range.</exception>
    public int ClaimsDepth { get; init => field = Depth(value); } = 32;

    /// <summary>Values of any kind in the claims. Default 2048, which is 56 KiB while they are read.</summary>
    public int ClaimsValues { get; init; } = 2048;

    // Each level is a place on the stack while a text is read.
    private static int Depth(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 64);
        return value;
    }
}
