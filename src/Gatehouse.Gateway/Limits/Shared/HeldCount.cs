using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// What this node holds of one concurrency counter, and under which name the server knows it. When nobody knows whether a change has
/// arrived, the node takes a new name and says under it all that it holds: the old one is forgotten after
/// <see cref="LimitScript.NodeLeaseMilliseconds"/>, and until then the counter is too high, never too low. A count that is retired takes
/// nothing in any more; the next one of its key begins under the first name, which is why one with another name waits until that is forgotten.
/// </summary>
internal sealed class HeldCount(LimitRule rule, UInt128 key)
{
    private readonly Lock _lock = new();
    private long _held;
    private long _unsaid;
    private int _name;
    private long _said;
    private bool _isRetired;

    /// <summary>The rule, of whichever snapshot came first.</summary>
    public LimitRule Rule => rule;

    /// <summary>Whose counter.</summary>
    public UInt128 Key => key;

    /// <summary>Whether units are held and the server must hear of them again before its lease ends.</summary>
    public bool NeedsWord(long now, long pause)
    {
        lock (_lock)
        {
            return _held > 0 && now - _said > pause;
        }
    }

    /// <summary>Retires it when nothing is left to remember and the server knows no other name than the first.</summary>
    public bool TryRetire()
    {
        lock (_lock)
        {
            _isRetired |= _held == 0 && _unsaid == 0 && _name == 0;
            return _isRetired;
        }
    }

    /// <summary>Retires it when nothing is left to remember and nothing was said since a moment, under whatever name.</summary>
    public bool TryRetireUnsaid(long since)
    {
        lock (_lock)
        {
            _isRetired |= _held == 0 && _unsaid == 0 && _said < since;
            return _isRetired;
        }
    }

    /// <summary>A command is made up: the name to use and what to add to the server's count besides. False = it is retired.</summary>
    public bool TrySay(long now, out HeldWord word)
    {
        lock (_lock)
        {
            word = new HeldWord(_name, (int)_unsaid);
            if (_isRetired)
            {
                return false;
            }

            _unsaid = 0;
            _said = now;
            return true;
        }
    }

    /// <summary>Units are given back; the server is told next. False = it is retired.</summary>
    public bool TryGive(long units)
    {
        lock (_lock)
        {
            _held -= _isRetired ? 0 : units;
            return !_isRetired;
        }
    }

    /// <summary>A command has ended. False = it is retired.</summary>
    /// <param name="failure">How.</param>
    /// <param name="word">What it said.</param>
    /// <param name="taken">Units that it took for this node, when the server has executed it.</param>
    public bool TrySettle(RedisFailure failure, HeldWord word, long taken)
    {
        lock (_lock)
        {
            if (_isRetired)
            {
                return false;
            }

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

            return true;
        }
    }
}
