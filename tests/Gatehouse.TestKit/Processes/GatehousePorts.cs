namespace Gatehouse.TestKit.Processes;

/// <summary>Loopback ports of a gateway under test.</summary>
public sealed record GatehousePorts(int Proxy, int ProxyTls, int Admin, int Status)
{
    /// <summary>Ports of <see cref="GatehouseOptions.FurtherListeners"/>, in that order.</summary>
    public IReadOnlyList<int> Further { get; init; } = [];
}
