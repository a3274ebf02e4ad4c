using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Http1;

/// <summary>
/// Idle upstream connections of one loop, by key. Every member on the loop's thread: what one loop opened, only that loop uses,
/// so there is nothing to lock.
/// </summary>
public sealed class Http1ConnectionPool
{
    private readonly Loop _loop;
    private readonly IChannelConnector _connector;
    private readonly Http1PoolLimits _limits;
    private readonly Dictionary<Http1PoolKey, Http1IdleStack> _stacks = [];
    private readonly Http1IdleList _idle = new();
    private readonly ExpiryTimer _timer;

    /// <summary>An empty pool.</summary>
    public Http1ConnectionPool(Loop loop, IChannelConnector connector, Http1PoolLimits limits)
    {
        _loop = loop;
        _connector = connector;
        _limits = limits;
        _timer = new ExpiryTimer(this);
    }

    /// <summary>The loop it belongs to.</summary>
    public Loop Loop => _loop;

    /// <summary>Idle connections, all keys together.</summary>
    public int IdleCount => _idle.Count;

    private long IdleTimeoutMilliseconds => _limits.IdleTimeoutSeconds * 1000L;

    /// <summary>
    /// An idle connection of that key (most recently used first, checked for a silent close), or a new one. <paramref name="fresh"/>
    /// insists on a new one: for the one repetition after a reused connection turned out to be closed.
    /// </summary>
    public ValueTask<Http1Lease> RentAsync(Http1PoolKey key, int connectTimeoutMilliseconds, bool fresh = false)
    {
        if (!fresh && _stacks.TryGetValue(key, out Http1IdleStack? stack))
        {
            while (stack.Top is { } entry)
            {
                Remove(entry);
                if (entry.Connection.IsSilent())
                {
                    return new ValueTask<Http1Lease>(new Http1Lease(entry.Connection, entry.Connection.RequestCount > 0, ChannelFault.None));
                }

                entry.Connection.Close();
            }

            _stacks.Remove(key);
        }

        return ConnectAsync(key, connectTimeoutMilliseconds);
    }

    /// <summary>Gives a connection back: kept when <see cref="Http1ClientConnection.IsReusable"/> and the limits allow, else closed.</summary>
    public void Return(Http1PoolKey key, Http1ClientConnection connection)
    {
        bool isWorn = _limits.MaxRequests > 0 && connection.RequestCount >= _limits.MaxRequests;
        if (!connection.IsReusable || isWorn || _limits.MaxIdle <= 0)
        {
            connection.Close();
            Forget(key);
            return;
        }

        while (_idle.Count >= _limits.MaxIdle)
        {
            Evict(_idle.Oldest!);
        }

        Http1IdleEntry entry = EntryOf(key, connection);
        entry.IdleSince = _loop.NowMilliseconds;
        entry.Stack.Push(entry);
        _idle.Add(entry);
        if (_limits.IdleTimeoutSeconds > 0 && !_timer.IsArmed)
        {
            _loop.Arm(_timer, IdleTimeoutMilliseconds);
        }
    }

    /// <summary>Closes every idle connection.</summary>
    public void Clear()
    {
        while (_idle.Oldest is { } entry)
        {
            Evict(entry);
        }

        _loop.Disarm(_timer);
    }

    private async ValueTask<Http1Lease> ConnectAsync(Http1PoolKey key, int timeoutMilliseconds)
    {
        var (channel, fault, reason) = await _connector.ConnectAsync(_loop, key.EndPoint, key.Tls, timeoutMilliseconds);
        return channel is null
            ? new Http1Lease(null, false, fault, reason)
            : new Http1Lease(new Http1ClientConnection(channel, _limits.Connection), false, ChannelFault.None);
    }

    private Http1IdleEntry EntryOf(Http1PoolKey key, Http1ClientConnection connection)
    {
        if (!_stacks.TryGetValue(key, out Http1IdleStack? stack))
        {
            _stacks.Add(key, stack = new Http1IdleStack(key));
        }

        if (connection.PoolEntry is not { } entry || !ReferenceEquals(entry.Stack, stack))
        {
            connection.PoolEntry = entry = new Http1IdleEntry(connection, stack);
        }

        return entry;
    }

    private void Remove(Http1IdleEntry entry)
    {
        entry.Stack.Remove(entry);
        _idle.Remove(entry);
    }

    private void Evict(Http1IdleEntry entry)
    {
        Remove(entry);
        Forget(entry.Stack.Key);
        entry.Connection.Close();
    }

    /// <summary>Drops an empty stack. Keys come and go with snapshots: without this the table would only ever grow.</summary>
    private void Forget(Http1PoolKey key)
    {
        if (_stacks.TryGetValue(key, out Http1IdleStack? stack) && stack.Top is null)
        {
            _stacks.Remove(key);
        }
    }

    private void Expire()
    {
        long now = _loop.NowMilliseconds;
        while (_idle.Oldest is { } entry && entry.IdleSince + IdleTimeoutMilliseconds <= now)
        {
            Evict(entry);
        }

        if (_idle.Oldest is { } oldest)
        {
            _loop.Arm(_timer, oldest.IdleSince + IdleTimeoutMilliseconds - now);
        }
    }

    private sealed class ExpiryTimer(Http1ConnectionPool pool) : LoopTimer
    {
        protected internal override void OnElapsed() => pool.Expire();
    }
}
