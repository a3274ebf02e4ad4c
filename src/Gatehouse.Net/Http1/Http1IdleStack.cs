namespace Gatehouse.Net.Http1;

/// <summary>The idle connections of one key, the most recently used on top.</summary>
internal sealed class Http1IdleStack(Http1PoolKey key)
{
    public Http1PoolKey Key { get; } = key;

    public Http1IdleEntry? Top { get; private set; }

    public void Push(Http1IdleEntry entry)
    {
        entry.Below = Top;
        entry.Above = null;
        if (Top is not null)
        {
            Top.Above = entry;
        }

        Top = entry;
    }

    public void Remove(Http1IdleEntry entry)
    {
        if (entry.Above is null)
        {
            Top = entry.Below;
        }
        else
        {
            entry.Above.Below = entry.Below;
        }

        if (entry.Below is not null)
        {
            entry.Below.Above = entry.Above;
        }

        entry.Above = entry.Below = null;
    }
}
