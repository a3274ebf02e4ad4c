namespace Gatehouse.Protocols.Redis;

/// <summary>
/// The commands of a connection that have no answer yet, in their order. One that nobody waits for any more keeps its place, so that
/// its late answer is not taken for the next one's.
/// </summary>
internal sealed class RedisFlight
{
    private Slot[] _slots = new Slot[64];
    private long _first, _behind;

    /// <summary>Commands without an answer.</summary>
    public int Count => (int)(_behind - _first);

    /// <summary>Their bytes.</summary>
    public int Bytes { get; private set; }

    /// <summary>When the oldest was sent. Only with commands.</summary>
    public long OldestAt => At(_first).SentAt;

    /// <summary>Whether the oldest is one whose time ran out. May be read on any thread.</summary>
    public bool IsOverdue { get; private set; }

    /// <summary>Adds a command, or null for one whose answer concerns nobody. The ticket is its place.</summary>
    public long Add(RedisCommand? command, int bytes, long now)
    {
        if (Count == _slots.Length)
        {
            Grow();
        }

        At(_behind) = new Slot { Command = command, Bytes = bytes, SentAt = now };
        Bytes += bytes;
        return _behind++;
    }

    /// <summary>Takes the oldest out; null when nobody waits for it.</summary>
    public RedisCommand? Take()
    {
        ref var slot = ref At(_first++);
        var command = slot.Command;
        Bytes -= slot.Bytes;
        slot = default;
        IsOverdue = Count > 0 && At(_first).IsAbandoned;
        return command;
    }

    /// <summary>Nobody waits any more for the command with that ticket.</summary>
    public void Abandon(long ticket)
    {
        ref var slot = ref At(ticket);
        slot.Command = null;
        slot.IsAbandoned = true;
        IsOverdue |= ticket == _first;
    }

    private ref Slot At(long ticket) => ref _slots[ticket & (_slots.Length - 1)];

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        for (long i = _first; i < _behind; i++)
        {
            larger[i & (larger.Length - 1)] = At(i);
        }

        _slots = larger;
    }

    private struct Slot
    {
        public RedisCommand? Command;
        public int Bytes;
        public long SentAt;
        public bool IsAbandoned;
    }
}
