using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis;

/// <summary>
/// What became of a command. Dispose it on the loop when its contents have been read: they belong to the command, which goes back to
/// its client's stock then.
/// </summary>
public readonly struct RedisReply : IDisposable
{
    private readonly RedisCommand? _command;
    private readonly short _version;

    internal RedisReply(RedisCommand command, short version)
    {
        _command = command;
        _version = version;
        Failure = command.Failure;
    }

    internal RedisReply(RedisFailure failure) => Failure = failure;

    /// <summary>Why there is no reply; <see cref="RedisFailure.None"/> with one.</summary>
    public RedisFailure Failure { get; }

    /// <summary>The value; null when there is no reply.</summary>
    public RespValue Value => _command is null || Failure != RedisFailure.None ? default : _command.Reply(_version);

    /// <summary>Whether the server answered with an error; its text is <see cref="RespValue.Text"/> of <see cref="Value"/>.</summary>
    public bool IsError => Value.Kind == RespKind.Error;

    /// <summary>A child of the value; null beyond the last.</summary>
    public RespValue this[int child] => Value[child];

    /// <summary>Gives the command back. A second time does nothing.</summary>
    public void Dispose() => _command?.Recycle(_version);
}
