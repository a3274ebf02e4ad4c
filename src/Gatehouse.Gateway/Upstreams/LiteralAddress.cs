using System.Net;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>A target that is an IP address: always known, never changes.</summary>
internal sealed class LiteralAddress(string host, IPAddress address) : IAddressSource
{
    public string Host { get; } = host;

    public IPAddress[] Addresses { get; } = [address];

    public bool IsPending => false;

    public void Subscribe(Action changed)
    {
    }

    public void Unsubscribe(Action changed)
    {
    }
}
