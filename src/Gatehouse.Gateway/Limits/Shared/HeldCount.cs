using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// What this node holds of one concurrency counter, and under which name the server knows it. When nobody knows whether a change has
/// arrived, the node takes a new name and says under it all that it holds: the old one is forgotten after
/// <see cref="LimitScript.NodeLeaseMilliseconds"/>, and until then the counter is too high, never too low.
/// </summary>
internal sealed class HeldCount
{
    private readonly Lock _lock = new();
    private long _held;
    private long _unsaid;
    private int _name;
    private long _said;

    /// <summary>Whether units are held and the server must hear of them again before its lease ends.</summary>
    public bool NeedsWord(long now, long pause)
    {
        lock (_lock)
        {
            return _held > 0 && now - _said > pause;
        }
    }

    /// <summary>Whether nothing is left to remember.</summary>
    public bool IsIdle(long now, long pause)
    {
        lock (_lock)
        {
            return _held == 0 && _unsaid == 0 && now - _said > pause;
        }
    }

    /// <summary>A command is made up: the name to use and what to add to the server's count besides.</summary>
    public HeldWord Say(long now)
    {
        lock (_lock)
        {
            var word = new HeldWord(_name, (int)_unsaid);
            _unsaid = 0;
            _said = now;
            return word;
        }
    }

    /// <summary>Units are given back; the server is told next.</summary>
    public void Give(long units)
    {
        lock (_lock)
        {
            _held -= units;
        }
    }

    /// <summary>A command has ended.</summary>
    /// <param name="failure">How.</param>
    /// <param name="word">What it said.</param>
    /// <param name="taken">Units that it took for this node, when the server has executed it.</param>
    public void Settle(RedisFailure failure, HeldWord word, long taken)
    {
        lock (_lock)
        {
            bool isCurrent = word.Name == _name;
            if (failure == RedisFailure.None)
            {
                // What was booked under a name that was given up meanwhile is said again under the new one.
                _held += taken;
                _unsaid += isCurrent ? 0 : taken;
            }
            else if (isCurrent && failure is RedisFailure.TimedOut or RedisFailure.ConnectionLost)
            {
                _name++;
                _unsaid = _held;
            }
            else if (isCurrent)
            {
                _unsaid += word.Unsaid;
            }
        }
    }
}
