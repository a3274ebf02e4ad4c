using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis;

/// <summary>A server as seen by one loop: one connection, made anew whenever it was lost. On the loop's thread only.</summary>
internal sealed class RedisLink : LoopTimer, IRedisConnectionOwner, IRedisCommandHolder
{
    /// <summary>A connection that held so long is taken for a good one.</summary>
    private const int SteadyMilliseconds = 1000;

    private readonly RedisContext _context;
    private readonly RedisDialer _dialer;
    private readonly IRedisLocator _locator;
    private readonly IRedisLinkOwner? _owner;
    private readonly RedisBackoff _backoff;
    private List<RedisCommand?> _waiting = [];
    private RedisConnection? _connection;
    private RedisEndPoint _server;
    private long _readyAt;
    private volatile RedisState _state;

    public RedisLink(RedisContext context, RedisDialer dialer, IRedisLocator locator, IRedisLinkOwner? owner = null)
    {
        _context = context;
        _dialer = dialer;
        _locator = locator;
        _owner = owner;
        _server = locator.Name;
        _backoff = new RedisBackoff(context.Limits.FirstPauseMilliseconds, context.Limits.LongestPauseMilliseconds);
    }

    /// <summary>The server, or the one last tried.</summary>
    public RedisEndPoint Server => _server;

    /// <summary>Whether commands get anywhere.</summary>
    public RedisState State => _state == RedisState.Ready && _connection is { IsStalled: true } ? RedisState.Stalled : _state;

    /// <summary>Begins to connect, unless that has begun.</summary>
    public void Connect()
    {
        if (_state == RedisState.Idle)
        {
            _state = RedisState.Connecting;
            _ = ConnectAsync();
        }
    }

    /// <summary>Sends a command; while the first connection is being made it waits for that.</summary>
    public RedisFailure Send(RedisCommand command)
    {
        if (_connection is { } connection)
        {
            return SendOn(connection, command);
        }

        Connect();
        if (_state != RedisState.Connecting)
        {
            return RedisFailure.NotConnected;
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

    /// <summary>Ends it for good.</summary>
    public void Close()
    {
        _state = RedisState.Closed;
        _context.Loop.Disarm(this);
        _connection?.Close("the client was closed");
        FailWaiting();
    }

    /// <inheritdoc/>
    public void Abandon(RedisCommand command) => _waiting[(int)command.Ticket] = null;

    /// <inheritdoc/>
    public bool TrySendAgain(RedisConnection connection, RedisCommand command)
    {
        var error = command.ReceivedValue.Text;
        if (RedisErrorCode.IsNoScript(error) && command is { CalledScript: not null, HasSentSource: false })
        {
            command.HasSentSource = true;
            var failure = SendOn(connection, command);
            if (failure != RedisFailure.None)
            {
                command.Complete(failure);
            }

            return true;
        }

        if (_owner?.TryRedirect(this, command) == true)
        {
            return true;
        }

        if (!RedisErrorCode.IsPassing(error))
        {
            return false;
        }

        bool isReadOnly = RedisErrorCode.IsReadOnly(error);
        command.Complete(RedisFailure.Unavailable);
        if (isReadOnly && connection == _connection)
        {
            // It took writes when we found it, or was said to: another server does by now.
            connection.Close("the server has become read-only");
        }

        return true;
    }

    /// <inheritdoc/>
    public void OnClosed(RedisConnection connection, string reason)
    {
        if (connection != _connection)
        {
            return;
        }

        _connection = null;
        _context.Counters.CountDisconnect();
        if (_context.Loop.NowMilliseconds - _readyAt >= SteadyMilliseconds)
        {
            _backoff.Reset();
        }

        Fail(reason);
    }

    /// <inheritdoc/>
    protected override void OnElapsed()
    {
        if (_state == RedisState.Down)
        {
            _ = ConnectAsync();
        }
    }

    private static RedisFailure SendOn(RedisConnection connection, RedisCommand command)
        => command.IsAsking ? connection.SendAsking(command) : connection.Send(command);

    private async Task ConnectAsync()
    {
        string? reason;
        try
        {
            reason = await TryConnectAsync();
        }
        catch (Exception e)
        {
            reason = $"unexpected {e.GetType().Name}";
        }

        if (reason is not null)
        {
            Fail(reason);
        }
    }

    /// <summary>Null when there is a connection, or nobody wants one any more.</summary>
    private async ValueTask<string?> TryConnectAsync()
    {
        var (servers, reason) = await _locator.FindAsync();
        for (int i = 0; i < servers.Count && _state != RedisState.Closed; i++)
        {
            _server = servers[i];
            (var connection, reason) = await _dialer.DialAsync(_server, this, _context.Options.Credential, _context.Options.Database);
            if (connection is null)
            {
                continue;
            }

            reason = await _locator.CheckAsync(connection);
            if (reason is null && connection.IsOpen && _state != RedisState.Closed)
            {
                Ready(connection);
                return null;
            }

            reason ??= "the connection broke off";
            connection.Close(reason);
        }

        return reason ?? "there is no server";
    }

    private void Ready(RedisConnection connection)
    {
        _connection = connection;
        _state = RedisState.Ready;
        _readyAt = _context.Loop.NowMilliseconds;
        _context.Counters.CountConnect();
        _context.Events?.Connected(_server);
        _owner?.OnLinkChanged(this);
        foreach (var command in TakeWaiting())
        {
            if (command is not null)
            {
                var failure = Send(command);
                if (failure != RedisFailure.None)
                {
                    command.Complete(failure);
                }
            }
        }
    }

    private void Fail(string reason)
    {
        if (_state == RedisState.Closed)
        {
            return;
        }

        _state = RedisState.Down;
        _context.Counters.CountConnectFailure();
        _context.Events?.Unavailable(_server, reason);
        _context.Loop.Arm(this, _backoff.Next());
        _owner?.OnLinkChanged(this);
        FailWaiting();
    }

    private void FailWaiting()
    {
        foreach (var command in TakeWaiting())
        {
            command?.Complete(RedisFailure.NotConnected);
        }
    }

    private List<RedisCommand?> TakeWaiting()
    {
        var waiting = _waiting;
        _waiting = [];
        return waiting;
    }
}
