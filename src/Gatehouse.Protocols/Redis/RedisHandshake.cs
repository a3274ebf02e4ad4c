using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis;

/// <summary>The first commands on a connection: protocol and user, name, database.</summary>
internal static class RedisHandshake
{
    private const string DefaultUser = "default";

    /// <summary>Null when the connection can be used; otherwise why not, without secrets.</summary>
    public static async ValueTask<string?> RunAsync(RedisConnection connection, RedisCredential? credential, string? name, int database)
    {
        string? refusal = await GreetAsync(connection, credential);
        if (refusal is null && name is not null)
        {
            // A name is for the people at the server; whether it is taken does not matter.
            using var named = await SendAsync(connection, Command("CLIENT"u8).Name("SETNAME"u8).Add(name));
            refusal = named.Failure != RedisFailure.None ? Describe(named) : null;
        }

        return refusal is null && database != 0 ? await SelectAsync(connection, database) : refusal;
    }

    /// <summary>Sends one command on a connection that is being set up.</summary>
    public static ValueTask<RedisReply> SendAsync(RedisConnection connection, RedisCommand command)
    {
        var reply = command.Begin();
        var failure = connection.Send(command);
        if (failure != RedisFailure.None)
        {
            command.Complete(failure);
        }

        return reply;
    }

    /// <summary>A command of no client's stock.</summary>
    public static RedisCommand Command(ReadOnlySpan<byte> name) => new RedisCommand(null).Name(name);

    /// <summary>Why a reply is no success.</summary>
    public static string Describe(in RedisReply reply)
        => reply.Failure == RedisFailure.None
            ? $"the server answered with {RedisErrorCode.Describe(reply.Value.Text)}"
            : "the connection broke off while it was set up";

    private static async ValueTask<string?> GreetAsync(RedisConnection connection, RedisCredential? credential)
    {
        var hello = Command("HELLO"u8).Add(3);
        if (credential is not null)
        {
            hello.Name("AUTH"u8).Add(credential.Username ?? DefaultUser).Add(credential.Password);
        }

        using var reply = await SendAsync(connection, hello);
        if (reply.Failure != RedisFailure.None)
        {
            return Describe(reply);
        }

        if (!reply.IsError)
        {
            return reply.Value.Kind is RespKind.Map or RespKind.Array ? null : "the server does not keep to the protocol";
        }

        // Servers before Redis 6 do not know the command, some proxies know no version but 2. Both go on in RESP2.
        return IsUnknown(reply.Value.Text) ? await LogInAsync(connection, credential) : Describe(reply);
    }

    private static bool IsUnknown(ReadOnlySpan<byte> error)
        => error.StartsWith("NOPROTO"u8) || error.StartsWith("ERR unknown command"u8) || error.StartsWith("ERR unsupported"u8);

    private static async ValueTask<string?> LogInAsync(RedisConnection connection, RedisCredential? credential)
    {
        if (credential is null)
        {
            return null;
        }

        var command = Command("AUTH"u8);
        if (credential.Username is { } user)
        {
            command.Add(user);
        }

        using var reply = await SendAsync(connection, command.Add(credential.Password));
        return reply.Failure != RedisFailure.None || reply.Value.Kind != RespKind.Simple ? Describe(reply) : null;
    }

    private static async ValueTask<string?> SelectAsync(RedisConnection connection, int database)
    {
        using var reply = await SendAsync(connection, Command("SELECT"u8).Add(database));
        return reply.Failure != RedisFailure.None || reply.IsError ? $"database {database} cannot be used: {Describe(reply)}" : null;
    }
}
