namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// What the gateway calls itself on the wire. Kong's name and the version whose behaviour we keep, because clients and tools of
/// Kong's users parse both; the true product and version are in the Admin API and in the log.
/// </summary>
internal static class ProductTokens
{
    /// <summary>Value of <c>Server</c> on answers that the gateway makes itself.</summary>
    public static ReadOnlySpan<byte> Server => "kong/3.9.1"u8;

    /// <summary>Our element of <c>Via</c> for a message received with that version (10, 11, 20, 30).</summary>
    public static ReadOnlySpan<byte> ViaOf(int version) => version switch
    {
        10 => "1.0 kong/3.9.1"u8,
        20 => "2 kong/3.9.1"u8,
        30 => "3 kong/3.9.1"u8,
        _ => "1.1 kong/3.9.1"u8,
    };
}
