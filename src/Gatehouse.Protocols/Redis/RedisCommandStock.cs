namespace Gatehouse.Protocols.Redis;

/// <summary>Commands that are used again. On the loop's thread only.</summary>
internal sealed class RedisCommandStock(RedisCounters counters, int most)
{
    private readonly Stack<RedisCommand> _spare = new();

    /// <summary>Where commands are counted.</summary>
    public RedisCounters Counters { get; } = counters;

    /// <summary>A command to compose.</summary>
    public RedisCommand Rent()
    {
        if (!_spare.TryPop(out var command))
        {
            return new RedisCommand(this);
        }

        command.Reuse();
        return command;
    }

    /// <summary>Takes one back; beyond as many as can be under way it is left to the collector.</summary>
    public void Return(RedisCommand command)
    {
        if (_spare.Count < most)
        {
            _spare.Push(command);
        }
    }
}
