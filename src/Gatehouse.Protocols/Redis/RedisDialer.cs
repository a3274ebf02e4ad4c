using System.Net;
using Gatehouse.Net.Channels;

namespace Gatehouse.Protocols.Redis;

/// <summary>Opens connections and makes them usable: name, TCP, TLS, log-in, within one time limit.</summary>
internal sealed class RedisDialer(RedisContext context)
{
    /// <summary>Addresses of a name that are tried.</summary>
    private const int MostAddresses = 8;

    private readonly Dictionary<string, TlsClientSettings> _tls = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A connection that can be used, or why there is none, without secrets.</summary>
    public async ValueTask<RedisDialed> DialAsync(
        RedisEndPoint server, IRedisConnectionOwner owner, RedisCredential? credential, int database)
    {
        long deadline = context.Loop.NowMilliseconds + context.Limits.ConnectTimeoutMilliseconds;
        var addresses = await ResolveAsync(server.Host);
        if (addresses.Count == 0)
        {
            return new RedisDialed(null, "the name has no address");
        }

        var outcome = default(ConnectOutcome);
        for (int i = 0; i < Math.Min(addresses.Count, MostAddresses) && outcome.Channel is null; i++)
        {
            int left = Left(deadline);
            if (left <= 0)
            {
                return new RedisDialed(null, "no connection in time");
            }

            outcome = await context.Connector.ConnectAsync(context.Loop, new IPEndPoint(addresses[i], server.Port), TlsFor(server.Host), left);
        }

        return outcome.Channel is { } channel
            ? await SetUpAsync(channel, owner, credential, database, Left(deadline))
            : new RedisDialed(null, outcome.Reason ?? Describe(outcome.Fault));
    }

    private static string Describe(ChannelFault fault) => fault switch
    {
        ChannelFault.Refused => "nobody listens there",
        ChannelFault.Timeout => "no connection in time",
        ChannelFault.Unreachable => "there is no way to the address",
        ChannelFault.Tls => "the TLS handshake failed",
        _ => "the connection broke off",
    };

    private async ValueTask<RedisDialed> SetUpAsync(
        Channel channel, IRedisConnectionOwner owner, RedisCredential? credential, int database, int left)
    {
        var connection = new RedisConnection(channel, context.Limits, owner);
        var deadline = new RedisDeadline(connection);
        context.Loop.Arm(deadline, Math.Max(left, 1));
        connection.Start();
        string? refusal = await RedisHandshake.RunAsync(connection, credential, context.Options.ClientName, database);
        context.Loop.Disarm(deadline);
        if (refusal is null && connection.IsOpen)
        {
            return new RedisDialed(connection, null);
        }

        string reason = connection.EndReason ?? refusal!;
        connection.Close(reason);
        return new RedisDialed(null, reason);
    }

    private async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        try
        {
            return await context.Hosts.FindAsync(host).WaitAsync(TimeSpan.FromMilliseconds(context.Limits.ConnectTimeoutMilliseconds));
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    private int Left(long deadline) => (int)(deadline - context.Loop.NowMilliseconds);

    private TlsClientSettings? TlsFor(string host)
    {
        if (context.Options.Tls is not { } tls)
        {
            return null;
        }

        string name = tls.ServerName ?? host;
        if (!_tls.TryGetValue(name, out var settings))
        {
            settings = new TlsClientSettings
            {
                ServerName = name,
                Verify = tls.Verify,
                VerifyDepth = tls.VerifyDepth,
                TrustedRoots = tls.TrustedRoots,
            };
            if (_tls.Count >= context.Limits.MaxNodes)
            {
                _tls.Clear();
            }

            _tls.Add(name, settings);
        }

        return settings;
    }
}
