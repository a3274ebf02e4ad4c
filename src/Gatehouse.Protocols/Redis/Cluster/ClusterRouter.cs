using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis.Cluster;

/// <summary>
/// Sends each command to the node that has its key's slot. The map is fetched once and again whenever a node says or shows that it is
/// out of date: one fetch at a time, and not more often than <see cref="RedisLimits.MapIntervalMilliseconds"/>.
/// </summary>
internal sealed class ClusterRouter : LoopTimer, IRedisRouter, IRedisLinkOwner, IRedisCommandHolder
{
    private readonly RedisContext _context;
    private readonly ClusterMap _map;
    private readonly ClusterNodes _nodes;
    private readonly RedisBackoff _backoff;
    private List<RedisCommand?> _waiting = [];
    private bool _hasMap, _isFetching;
    private long _fetchedAt = long.MinValue / 2;
    private volatile RedisState _state;

    public ClusterRouter(RedisContext context, RedisDialer dialer)
    {
        _context = context;
        _map = new ClusterMap(context, dialer);
        _nodes = new ClusterNodes(n => new RedisLink(context, dialer, new FixedLocator([n]), this), context.Limits.MaxNodes);
        _backoff = new RedisBackoff(context.Limits.FirstPauseMilliseconds, context.Limits.LongestPauseMilliseconds);
    }

    /// <inheritdoc/>
    public RedisState State => _state;

    /// <inheritdoc/>
    public void Connect()
    {
        if (_state == RedisState.Idle)
        {
            _state = RedisState.Connecting;
            _ = FetchAsync();
        }
    }

    /// <inheritdoc/>
    public RedisFailure Send(RedisCommand command)
    {
        if (_hasMap)
        {
            return SendByMap(command);
        }

        Connect();
        if (_hasMap || _state != RedisState.Connecting)
        {
            return _hasMap ? SendByMap(command) : RedisFailure.NotConnected;
        }

        if (_waiting.Count >= _context.Limits.MaxInFlight)
        {
            return RedisFailure.Overloaded;
        }

        command.Holder = this;
        command.Ticket = _waiting.Count;
        _waiting.Add(command);
        return RedisFailure.None;
    }

    /// <inheritdoc/>
    public void Close()
    {
        _state = RedisState.Closed;
        _context.Loop.Disarm(this);
        foreach (var link in _nodes.Links)
        {
            link.Close();
        }

        SettleWaiting();
    }

    /// <inheritdoc/>
    public void Abandon(RedisCommand command) => _waiting[(int)command.Ticket] = null;

    /// <inheritdoc/>
    public bool TryRedirect(RedisLink link, RedisCommand command)
    {
        var error = command.ReceivedValue.Text;
        if (RedisErrorCode.IsClusterDown(error))
        {
            FetchSoon();
            return false;
        }

        if (!ClusterRedirection.TryParse(error, link.Server, out var to))
        {
            return false;
        }

        var node = command.Redirections < _context.Limits.MaxRedirections ? _nodes.At(to.Node) : null;
        if (node is not null && !to.IsAsk)
        {
            _nodes.Move(to.Slot, node);
        }

        if (!to.IsAsk)
        {
            FetchSoon();
        }

        command.Redirections++;
        command.IsAsking = to.IsAsk;
        command.HasSentSource = false;
        var failure = node?.Send(command) ?? RedisFailure.Unavailable;
        if (failure != RedisFailure.None)
        {
            command.Complete(failure);
        }

        return true;
    }

    /// <inheritdoc/>
    public void OnLinkChanged(RedisLink link)
    {
        if (_state == RedisState.Closed || !_hasMap)
        {
            return;
        }

        _state = _nodes.Links.Any(l => l.State is RedisState.Ready or RedisState.Stalled) ? RedisState.Ready
            : _nodes.Links.All(l => l.State == RedisState.Down) ? RedisState.Down
            : _state;
        if (link.State == RedisState.Down)
        {
            // Its slots may be another's by now.
            FetchSoon();
        }
    }

    /// <inheritdoc/>
    protected override void OnElapsed() => _ = FetchAsync();

    private RedisFailure SendByMap(RedisCommand command)
    {
        if (_state == RedisState.Closed)
        {
            return RedisFailure.NotConnected;
        }

        var link = command.HasKey ? _nodes.For(command.FirstKey) : _nodes.Any();
        if (link is not null)
        {
            return link.Send(command);
        }

        FetchSoon();
        return RedisFailure.Unavailable;
    }

    private void FetchSoon()
    {
        if (!_isFetching && !IsArmed && _state != RedisState.Closed)
        {
            long left = _fetchedAt + _context.Limits.MapIntervalMilliseconds - _context.Loop.NowMilliseconds;
            _context.Loop.Arm(this, Math.Max(left, 0));
        }
    }

    private async Task FetchAsync()
    {
        if (_isFetching || _state == RedisState.Closed)
        {
            return;
        }

        _isFetching = true;
        List<ClusterRange>? ranges = null;
        try
        {
            ranges = await _map.FetchAsync(_nodes.Links);
        }
        catch (Exception e)
        {
            _context.Events?.Unavailable(_context.Options.EndPoints[0], $"unexpected {e.GetType().Name}");
        }

        _isFetching = false;
        _fetchedAt = _context.Loop.NowMilliseconds;
        if (_state == RedisState.Closed)
        {
            return;
        }

        if (ranges is null)
        {
            _context.Loop.Arm(this, _backoff.Next());
            _state = _hasMap ? _state : RedisState.Down;
        }
        else
        {
            _backoff.Reset();
            _hasMap = true;
            _nodes.Apply(ranges);
        }

        SettleWaiting();
    }

    /// <summary>Sends what waited for the map, or fails it without one.</summary>
    private void SettleWaiting()
    {
        var waiting = _waiting;
        _waiting = [];
        foreach (var command in waiting)
        {
            if (command is not null)
            {
                var failure = _hasMap ? SendByMap(command) : RedisFailure.NotConnected;
                if (failure != RedisFailure.None)
                {
                    command.Complete(failure);
                }
            }
        }
    }
}
