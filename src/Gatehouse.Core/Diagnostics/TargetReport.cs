namespace Gatehouse.Core.Diagnostics;

/// <summary>Health of a target on this node.</summary>
/// <param name="Target">As <c>host:port</c>.</param>
/// <param name="Host">Its host.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsName">Whether the host is a name.</param>
/// <param name="Weight">As configured.</param>
/// <param name="Addresses">Empty = the name has none (yet).</param>
public sealed record TargetReport(string Target, string Host, int Port, bool IsName, int Weight, IReadOnlyList<AddressReport> Addresses)
{
    /// <summary>Whether any of its addresses is healthy.</summary>
    public bool IsHealthy => Addresses.Any(static a => a.IsHealthy);
}
