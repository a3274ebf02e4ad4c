namespace Gatehouse.Net.Loops;

/// <summary>
/// Table of the registrations of one loop. A key is a slot and the number of its use, so that a key outlives its
/// registration harmlessly.
/// </summary>
internal sealed class EpollTargets
{
    private Entry[] _entries = new Entry[256];
    private int _used = 1;
    private int _firstFree;

    public ulong Add(IEpollTarget target)
    {
        int slot = _firstFree;
        if (slot != 0)
        {
            _firstFree = _entries[slot].NextFree;
        }
        else
        {
            // Slot 0 stays empty: 0 means "none" as a key and as the end of the free list.
            slot = _used++;
            if (slot == _entries.Length)
            {
                Array.Resize(ref _entries, _entries.Length * 2);
            }
        }
        ref Entry entry = ref _entries[slot];
        entry.Target = target;
        return ((ulong)entry.Generation << 32) | (uint)slot;
    }

    public IEpollTarget? Find(ulong key)
    {
        ref Entry entry = ref _entries[(uint)key];
        return entry.Generation == (uint)(key >> 32) ? entry.Target : null;
    }

    public void Replace(ulong key, IEpollTarget target)
    {
        if (Find(key) is not null)
        {
            _entries[(uint)key].Target = target;
        }
    }

    public void Remove(ulong key)
    {
        if (Find(key) is null)
        {
            return;
        }
        int slot = (int)(uint)key;
        ref Entry entry = ref _entries[slot];
        entry.Target = null;
        // 31 bits: no key ever equals the wake-up's, which is all ones.
        entry.Generation = (entry.Generation + 1) & 0x7FFFFFFF;
        entry.NextFree = _firstFree;
        _firstFree = slot;
    }

    /// <summary>Everything registered, as a copy: ending one registration changes the table.</summary>
    public List<IEpollTarget> Drain()
    {
        var targets = new List<IEpollTarget>();
        for (int i = 1; i < _used; i++)
        {
            if (_entries[i].Target is { } target)
            {
                targets.Add(target);
            }
        }
        return targets;
    }

    private struct Entry
    {
        public IEpollTarget? Target;
        public uint Generation;
        public int NextFree;
    }
}
