using System.Collections.Concurrent;
using System.Net;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Bounds client connections, in all and per client (an IPv6 network of 64 bits is one), so that nobody can take every
/// descriptor. Touched when a connection begins and when it ends, never per request.
/// </summary>
/// <param name="total">Most connections at a time; 0 = no limit.</param>
/// <param name="perAddress">Most connections of one client at a time; 0 = no limit.</param>
/// <param name="arrivals">New connections of one client in a second; null = no limit.</param>
internal sealed class ConnectionLimits(int total, int perAddress, ArrivalRates? arrivals = null)
{
    private readonly ConcurrentDictionary<ulong, int> _byClient = new();
    private int _count;
    private long _refused;

    /// <summary>Connections refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Takes a place on the node; false = refuse the connection.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= total || total <= 0)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Gives it back.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);

    /// <summary>Takes a place of a client; false = refuse the connection.</summary>
    public bool TryEnter(IPAddress address)
    {
        ulong client = ClientNetwork.KeyOf(address);
        if (arrivals is not null && !arrivals.TryArrive(client))
        {
            Interlocked.Increment(ref _refused);
            return false;
        }

        if (perAddress > 0 && _byClient.AddOrUpdate(client, 1, static (_, n) => n + 1) > perAddress)
        {
            Leave(address);
            Interlocked.Increment(ref _refused);
            return false;
        }

        return true;
    }

    /// <summary>Gives it back.</summary>
    public void Leave(IPAddress address)
    {
        if (perAddress <= 0)
        {
            return;
        }

        // The entry goes when its count is 0, unless another connection came in between.
        ulong client = ClientNetwork.KeyOf(address);
        if (_byClient.AddOrUpdate(client, 0, static (_, n) => n - 1) == 0)
        {
            _byClient.TryRemove(new KeyValuePair<ulong, int>(client, 0));
        }
    }
}
