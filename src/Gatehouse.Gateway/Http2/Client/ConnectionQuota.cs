namespace Gatehouse.Gateway.Http2.Client;

/// <summary>Counts open connections against a limit.</summary>
internal sealed class ConnectionQuota(int limit)
{
    private int _open;

    /// <summary>Connections open now.</summary>
    public int Open => Volatile.Read(ref _open);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _open) <= limit)
        {
            return true;
        }

        Release();
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _open);
}
