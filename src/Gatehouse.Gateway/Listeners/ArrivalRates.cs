namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Bounds the new connections of a client in a second: so many at once, and as many each second after. Clients have four places for
/// each hash, and the one that has been quiet longest gives way, so memory is fixed and a crowd of addresses that come once does
/// not make the table forget one that keeps coming.
/// </summary>
/// <param name="perSecond">Connections a second, at least 1.</param>
/// <param name="time">The clock.</param>
/// <param name="clients">Clients remembered at a time. Default 65,536, which is 1 MiB.</param>
internal sealed class ArrivalRates(int perSecond, TimeProvider time, int clients = 65_536)
{
    private const int Ways = 4;
    private const int Stripes = 64;

    private readonly Entry[] _entries = new Entry[Math.Max(1, clients / Ways) * Ways];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private readonly long _second = time.TimestampFrequency;
    private readonly long _interval = Math.Max(1, time.TimestampFrequency / perSecond);

    /// <summary>Takes a connection in; false = the client comes too often.</summary>
    public bool TryArrive(ulong client)
    {
        // Seeded per process: nobody can choose addresses that share a place.
        int bucket = (int)((uint)HashCode.Combine(client) % (uint)(_entries.Length / Ways));
        long now = time.GetTimestamp();
        lock (_locks[bucket % Stripes])
        {
            ref var entry = ref Choose(bucket * Ways, client);
            long due = Math.Max(entry.Client == client ? entry.Due : 0, now);
            if (due - now > _second - _interval)
            {
                return false;
            }

            entry = new Entry { Client = client, Due = due + _interval };
            return true;
        }
    }

    private ref Entry Choose(int first, ulong client)
    {
        int quietest = first;
        for (int i = first; i < first + Ways; i++)
        {
            if (_entries[i].Client == client)
            {
                return ref _entries[i];
            }

            if (_entries[i].Due < _entries[quietest].Due)
            {
                quietest = i;
            }
        }

        return ref _entries[quietest];
    }

    // Due is when everything so far has been paid for at one connection per interval (the generic cell rate algorithm).
    private struct Entry
    {
        public ulong Client;
        public long Due;
    }
}
