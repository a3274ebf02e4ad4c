namespace Gatehouse.Net.Http1;

/// <summary>All idle connections of a pool by the time they became idle.</summary>
internal sealed class Http1IdleList
{
    private Http1IdleEntry? _newest;

    public Http1IdleEntry? Oldest { get; private set; }

    public int Count { get; private set; }

    public void Add(Http1IdleEntry entry)
    {
        entry.Older = _newest;
        entry.Newer = null;
        if (_newest is null)
        {
            Oldest = entry;
        }
        else
        {
            _newest.Newer = entry;
        }

        _newest = entry;
        Count++;
    }

    public void Remove(Http1IdleEntry entry)
    {
        if (entry.Newer is null)
        {
            _newest = entry.Older;
        }
        else
        {
            entry.Newer.Older = entry.Older;
        }

        if (entry.Older is null)
        {
            Oldest = entry.Newer;
        }
        else
        {
            entry.Older.Newer = entry.Newer;
        }

        entry.Newer = entry.Older = null;
        Count--;
    }
}
