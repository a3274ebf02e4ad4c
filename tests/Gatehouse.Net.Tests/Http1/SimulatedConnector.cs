using System.Net;
using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>Connects to channels in memory and keeps the upstream's ends.</summary>
internal sealed class SimulatedConnector : IChannelConnector
{
    public List<SimulatedChannel> Upstreams { get; } = [];

    public ChannelFault Fault { get; set; }

    public ValueTask<ConnectOutcome> ConnectAsync(Loop loop, IPEndPoint endPoint, TlsClientSettings? tls, int timeoutMilliseconds)
    {
        if (Fault != ChannelFault.None)
        {
            return new(new ConnectOutcome(null, Fault));
        }

        (SimulatedChannel client, SimulatedChannel upstream) = SimulatedChannel.CreatePair((SimulatedLoop)loop);
        Upstreams.Add(upstream);
        return new(new ConnectOutcome(client, ChannelFault.None));
    }
}
