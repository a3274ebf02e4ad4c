using System.Net;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Protocols.Tests.Redis;

/// <summary>A loop, a client on it, and what the client reported.</summary>
internal sealed class RedisBench : IRedisHosts, IRedisEvents, IDisposable
{
    private readonly LoopGroup _loops = LoopGroup.Start(1);
    private readonly List<string> _events = [];

    public RedisBench(RedisOptions options)
    {
        _loops.CallbackFailed += (_, e) => Failure = e;
        Client = new RedisClient(Loop, _loops.Connector, this, options, this);
    }

    public RedisBench(int port, Func<RedisOptions, RedisOptions>? change = null)
        : this((change ?? (o => o))(new RedisOptions { EndPoints = [new RedisEndPoint("127.0.0.1", port)] }))
    {
    }

    public RedisClient Client { get; }

    public Loop Loop => _loops.Loops[0];

    public Exception? Failure { get; private set; }

    public string[] Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Sends a command; the reply, or the failure, as text.</summary>
    public Task<string> CallAsync(params string[] words) => CallAsync(0, words);

    public Task<string> CallAsync(int timeout, params string[] words)
        => Loop.RunAsync(async () =>
        {
            using var reply = await Client.SendAsync(Compose(words), timeout);
            return Show(reply);
        });

    public Task<string> EvalAsync(RedisScript script, string key, params string[] arguments)
        => Loop.RunAsync(async () =>
        {
            var command = Client.Rent().Script(script, keys: 1).Key(System.Text.Encoding.UTF8.GetBytes(key));
            foreach (string argument in arguments)
            {
                command.Add(argument);
            }

            using var reply = await Client.SendAsync(command);
            return Show(reply);
        });

    public RedisCommand Compose(params string[] words)
    {
        var command = Client.Rent();
        for (int i = 0; i < words.Length; i++)
        {
            // The second word is the key of every command that the tests use.
            _ = i == 1 ? command.Key(System.Text.Encoding.UTF8.GetBytes(words[1])) : command.Add(words[i]);
        }

        return command;
    }

    public static string Show(RedisReply reply)
    {
        if (reply.Failure != RedisFailure.None)
        {
            return reply.Failure.ToString();
        }

        var value = reply.Value;
        return value.Count > 0 ? string.Join(' ', Enumerable.Range(0, value.Count).Select(i => Show(reply[i]))) : Show(value);
    }

    Task<IReadOnlyList<IPAddress>> IRedisHosts.FindAsync(string host)
        => Task.FromResult<IReadOnlyList<IPAddress>>(host == "localhost" ? [IPAddress.Loopback] : []);

    void IRedisEvents.Connected(RedisEndPoint server) => Note($"connected {server}");

    void IRedisEvents.Unavailable(RedisEndPoint server, string reason) => Note($"unavailable {server}: {reason}");

    public void Dispose()
    {
        Client.Dispose();
        _loops.Dispose();
    }

    private static string Show(Protocols.Redis.Resp.RespValue value)
        => value.IsNull ? "null" : value.TryGetInteger(out long number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : value.GetString();

    private void Note(string text)
    {
        lock (_events)
        {
            _events.Add(text);
        }
    }
}
