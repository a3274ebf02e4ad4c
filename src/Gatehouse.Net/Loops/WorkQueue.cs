namespace Gatehouse.Net.Loops;

/// <summary>
/// Many producers, one consumer: two arrays that change places. Posting allocates only when an array grows, and the lock is
/// held for a few stores.
/// </summary>
internal sealed class WorkQueue
{
    private const int Initial = 64;
    private const int KeptAtMost = 8192;

    private readonly Lock _gate = new();
    private WorkItem[] _filling = new WorkItem[Initial];
    private WorkItem[] _spare = new WorkItem[Initial];
    private int _count;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public void Add(WorkItem item)
    {
        lock (_gate)
        {
            if (_count == _filling.Length)
            {
                Array.Resize(ref _filling, _count * 2);
            }
            _filling[_count] = item;
            _count++;
        }
    }

    /// <summary>Takes everything posted so far; give the array back with <see cref="Return"/>. Consumer only.</summary>
    public WorkItem[] Take(out int count)
    {
        lock (_gate)
        {
            WorkItem[] taken = _filling;
            count = _count;
            _filling = _spare;
            _spare = [];
            _count = 0;
            return taken;
        }
    }

    public void Return(WorkItem[] items, int used)
    {
        if (items.Length > KeptAtMost)
        {
            items = new WorkItem[Initial];
        }
        else
        {
            Array.Clear(items, 0, used);
        }
        _spare = items;
    }
}
