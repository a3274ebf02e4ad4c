using System.Collections.Concurrent;
using System.Net;

namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Bounds client connections, in all and per address, so that one client cannot take every descriptor. Touched once when a
/// connection begins and once when it ends, never per request.
/// </summary>
/// <param name="total">Most connections at a time; 0 = no limit.</param>
/// <param name="perAddress">Most connections of one address at a time; 0 = no limit.</param>
internal sealed class ConnectionLimits(int total, int perAddress)
{
    private readonly ConcurrentDictionary<IPAddress, int> _byAddress = new();
    private int _count;

    /// <summary>Connections refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    private long _refused;

    /// <summary>Takes a place; false = refuse the connection.</summary>
    public bool TryEnter(IPAddress address)
    {
        if (Interlocked.Increment(ref _count) > total && total > 0)
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _refused);
            return false;
        }

        if (perAddress > 0 && _byAddress.AddOrUpdate(address, 1, static (_, n) => n + 1) > perAddress)
        {
            Leave(address);
            Interlocked.Increment(ref _refused);
            return false;
        }

        return true;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(IPAddress address)
    {
        Interlocked.Decrement(ref _count);
        if (perAddress <= 0)
        {
            return;
        }

        // The entry goes when its count is 0, unless another connection came in between.
        if (_byAddress.AddOrUpdate(address, 0, static (_, n) => n - 1) == 0)
        {
            _byAddress.TryRemove(new KeyValuePair<IPAddress, int>(address, 0));
        }
    }
}
