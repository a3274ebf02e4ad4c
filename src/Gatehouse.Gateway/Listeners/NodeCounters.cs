namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Live figures of the proxy's connections, one cell per loop on a cache line of its own; written only by that loop's thread,
/// summed by whoever asks.
/// </summary>
internal sealed class NodeCounters(int loops)
{
    private const int Stride = 16;
    private const int Accepted = 0;
    private const int Handled = 1;
    private const int Active = 2;
    private const int Writing = 3;
    private const int Requests = 4;

    private readonly long[] _cells = new long[loops * Stride];

    public long ConnectionsAccepted => Sum(Accepted);

    public long ConnectionsHandled => Sum(Handled);

    public long ConnectionsActive => Sum(Active);

    public long RequestsInFlight => Sum(Writing);

    public long TotalRequests => Sum(Requests);

    public void ConnectionAccepted(int loop) => _cells[(loop * Stride) + Accepted]++;

    public void ConnectionStarted(int loop)
    {
        _cells[(loop * Stride) + Handled]++;
        _cells[(loop * Stride) + Active]++;
    }

    public void ConnectionEnded(int loop) => _cells[(loop * Stride) + Active]--;

    public void RequestStarted(int loop)
    {
        _cells[(loop * Stride) + Requests]++;
        _cells[(loop * Stride) + Writing]++;
    }

    public void RequestEnded(int loop) => _cells[(loop * Stride) + Writing]--;

    private long Sum(int cell)
    {
        long sum = 0;
        for (int i = cell; i < _cells.Length; i += Stride)
        {
            sum += Volatile.Read(ref _cells[i]);
        }

        return sum;
    }
}
