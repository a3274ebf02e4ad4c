using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// What one loop owns: its upstream connections, its spare exchanges, its random ids and its view of the configuration.
/// Touched only on the loop's thread, hence no locks.
/// </summary>
internal sealed class LoopContext
{
    private const int SpareExchanges = 1024;

    private readonly Stack<ProxyExchange> _spare = new();
    private readonly Road _road;

    public LoopContext(
        Loop loop, Road road, Http1ConnectionPool pool, Http2Clients http2Clients, UpstreamFailureLog upstreamFailures)
    {
        UpstreamFailures = upstreamFailures;
        Loop = loop;
        _road = road;
        Pool = pool;
        Http2Clients = http2Clients;
    }

    /// <summary>The loop.</summary>
    public Loop Loop { get; }

    /// <summary>Idle upstream connections of this loop.</summary>
    public Http1ConnectionPool Pool { get; }

    /// <summary>Connections to HTTP/2 upstreams, shared by all loops.</summary>
    public Http2Clients Http2Clients { get; }

    /// <summary>Why upstreams fail, for the node's log; shared by all loops, asked on failure only.</summary>
    public UpstreamFailureLog UpstreamFailures { get; }

    /// <summary>Request ids.</summary>
    public RequestIdSource RequestIds { get; } = new();

    /// <summary>The configuration new exchanges start with; swapped on the loop's thread.</summary>
    public Snapshot Snapshot { get; set; } = null!;

    /// <summary>Exchanges in flight on this loop.</summary>
    public int InFlight { get; private set; }

    /// <summary>HTTP/1.x connections of clients.</summary>
    public HashSet<Http1ServerConnection> Connections { get; } = [];

    /// <summary>Whether new connections are turned away because the node is shutting down.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Turns new connections away, and makes the next answer of each the last. On the loop's thread.</summary>
    public void AnnounceDrain()
    {
        IsDraining = true;
        foreach (var connection in Connections)
        {
            connection.AnnounceDrain();
        }
    }

    /// <summary>Ends idle connections and lets the others end with their exchange. On the loop's thread.</summary>
    public void Drain()
    {
        foreach (var connection in Connections.ToArray())
        {
            connection.Drain();
        }
    }

    /// <summary>A clean exchange bound to the current snapshot.</summary>
    public ProxyExchange Rent()
    {
        if (!_spare.TryPop(out var exchange))
        {
            exchange = new ProxyExchange(this, _road);
        }

        InFlight++;
        exchange.Begin(Snapshot);
        return exchange;
    }

    /// <summary>Takes an exchange back after its log phase.</summary>
    public void Return(ProxyExchange exchange)
    {
        exchange.End();
        InFlight--;
        if (_spare.Count < SpareExchanges)
        {
            _spare.Push(exchange);
        }
    }
}
