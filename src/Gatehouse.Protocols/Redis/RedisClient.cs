using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis;

/// <summary>
/// What one loop sends to a server, to whichever server a group of sentinels names, or to a cluster. Members are the loop's own unless
/// they say otherwise.
/// </summary>
public sealed class RedisClient : IDisposable
{
    private readonly RedisCounters _counters = new();
    private readonly RedisCommandStock _stock;
    private readonly RedisLimits _limits;
    private readonly IRedisRouter _router;
    private volatile bool _isDisposed;

    /// <summary>A client that connects with its first command, or with <see cref="Connect"/>. On any thread.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="connector">Opens connections.</param>
    /// <param name="hosts">Finds addresses of names.</param>
    /// <param name="options">What to connect to.</param>
    /// <param name="events">Is told what becomes of connections; null = nobody is.</param>
    /// <exception cref="ArgumentException">The options name no address, or sentinels without a group.</exception>
    public RedisClient(Loop loop, IChannelConnector connector, IRedisHosts hosts, RedisOptions options, IRedisEvents? events = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.EndPoints.Count == 0)
        {
            throw new ArgumentException("No address is given.", nameof(options));
        }

        Loop = loop;
        _limits = options.Limits;
        _stock = new RedisCommandStock(_counters, _limits.MaxInFlight);
        _router = RedisRouters.Create(new RedisContext
        {
            Loop = loop,
            Connector = connector,
            Hosts = hosts,
            Options = options,
            Counters = _counters,
            Events = events,
        });
    }

    /// <summary>The loop it belongs to. On any thread.</summary>
    public Loop Loop { get; }

    /// <summary>Whether commands get anywhere. On any thread.</summary>
    public RedisState State => _isDisposed ? RedisState.Closed : _router.State;

    /// <summary>What it has done. On any thread.</summary>
    public RedisStatistics Statistics => new(
        State, _counters.Connections, _counters.InFlight, _counters.Commands, _counters.Failures, _counters.TimedOut,
        _counters.Connects, _counters.ConnectFailures);

    /// <summary>Begins to connect, unless that has begun.</summary>
    public void Connect()
    {
        if (!_isDisposed)
        {
            _router.Connect();
        }
    }

    /// <summary>A command to compose. Send it, or give it back with <see cref="RedisCommand.Discard"/>.</summary>
    public RedisCommand Rent() => _stock.Rent();

    /// <summary>
    /// Sends a command. Never throws for what a network or a server may do: look at <see cref="RedisReply.Failure"/>. The reply is to be
    /// disposed.
    /// </summary>
    /// <param name="command">A command of this client, composed. It is the client's from now on.</param>
    /// <param name="timeoutMilliseconds">Longest wait; 0, the default, = <see cref="RedisLimits.CommandTimeoutMilliseconds"/>.</param>
    public ValueTask<RedisReply> SendAsync(RedisCommand command, int timeoutMilliseconds = 0)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!Loop.IsCurrent)
        {
            throw new InvalidOperationException("A client belongs to its loop.");
        }

        var reply = command.Begin();
        var failure = _isDisposed ? RedisFailure.NotConnected : _router.Send(command);
        if (failure == RedisFailure.None && command.IsPending)
        {
            Loop.Arm(command, timeoutMilliseconds > 0 ? timeoutMilliseconds : _limits.CommandTimeoutMilliseconds);
        }
        else if (failure != RedisFailure.None)
        {
            command.Complete(failure);
        }

        return reply;
    }

    /// <summary>Ends its connections; commands under way fail. On any thread.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Loop.Post(static state => ((IRedisRouter)state!).Close(), _router);
    }
}
