using System.Buffers.Text;
using System.Text;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis;

/// <summary>
/// One command: composed by its caller, sent with <see cref="RedisClient.SendAsync"/>, answered once. It is its own time-out, its own
/// awaitable and the holder of its reply, and goes back to its client's stock when the reply is disposed.
/// </summary>
/// <remarks>The name comes first, then the arguments. On the loop's thread only.</remarks>
public sealed partial class RedisCommand : LoopTimer
{
    private const int KeptBytes = 4096;
    private const int NoKey = -1;

    private byte[] _bytes = new byte[256];
    private int _length;
    private int _arguments;
    private int _afterDigest;
    private int _keyStart = NoKey, _keyLength;

    /// <summary>The script that is called, null for other commands.</summary>
    internal RedisScript? CalledScript { get; private set; }

    /// <summary>The first key, which says where in a cluster the command belongs; empty without one.</summary>
    internal ReadOnlySpan<byte> FirstKey => _keyStart == NoKey ? default : _bytes.AsSpan(_keyStart, _keyLength);

    /// <summary>Whether the command names a key.</summary>
    internal bool HasKey => _keyStart != NoKey;

    /// <summary>Bytes on the wire, the text of a script left out.</summary>
    internal int Length => _length;

    /// <summary>Adds the command's name, or a further word of it.</summary>
    public RedisCommand Name(ReadOnlySpan<byte> name) => Add(name);

    /// <summary>Adds a key.</summary>
    public RedisCommand Key(ReadOnlySpan<byte> key)
    {
        Add(key);
        if (_keyStart == NoKey)
        {
            _keyStart = _length - 2 - key.Length;
            _keyLength = key.Length;
        }

        return this;
    }

    /// <summary>Calls a script; its keys come next, then its arguments. Where the server does not know it, its text is sent.</summary>
    public RedisCommand Script(RedisScript script, int keys)
    {
        ArgumentNullException.ThrowIfNull(script);
        Add("EVALSHA"u8).Add(script.Digest);
        CalledScript = script;
        _afterDigest = _length;
        return Add(keys);
    }

    /// <summary>Adds bytes.</summary>
    public RedisCommand Add(ReadOnlySpan<byte> value)
    {
        var room = Reserve(value.Length);
        value.CopyTo(room);
        return this;
    }

    /// <summary>Adds an integer as its digits.</summary>
    public RedisCommand Add(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int length);
        return Add(digits[..length]);
    }

    /// <summary>Adds a number in its shortest spelling that gives it back.</summary>
    public RedisCommand Add(double value)
    {
        Span<byte> digits = stackalloc byte[32];
        Utf8Formatter.TryFormat(value, digits, out int length);
        return Add(digits[..length]);
    }

    /// <summary>Adds text in UTF-8.</summary>
    public RedisCommand Add(ReadOnlySpan<char> value)
    {
        Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetByteCount(value)));
        return this;
    }

    /// <summary>Writes the command as it was composed.</summary>
    internal void WriteTo(RedisOutput output)
    {
        WriteHeader(output);
        output.Append(_bytes.AsSpan(0, _length));
    }

    /// <summary>Writes the call of a script with the script's text in place of its digest.</summary>
    internal void WriteWithSource(RedisOutput output)
    {
        WriteHeader(output);
        output.AppendBulk("EVAL"u8);
        output.AppendBulk(CalledScript!.Source);
        output.Append(_bytes.AsSpan(_afterDigest, _length - _afterDigest));
    }

    private void WriteHeader(RedisOutput output) => output.AppendLine((byte)'*', _arguments);

    /// <summary>Room for one more argument of that length.</summary>
    private Span<byte> Reserve(int length)
    {
        CheckComposing();
        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(length, digits, out int count);
        int needed = checked(_length + count + length + 5);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        }

        var room = _bytes.AsSpan(_length, needed - _length);
        room[0] = (byte)'$';
        digits[..count].CopyTo(room[1..]);
        "\r\n"u8.CopyTo(room[(count + 1)..]);
        "\r\n"u8.CopyTo(room[^2..]);
        _length = needed;
        _arguments++;
        return room.Slice(count + 3, length);
    }

    private void Clear()
    {
        // What was sent may be a password.
        _bytes.AsSpan(0, _length).Clear();
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[256];
        }

        _length = 0;
        _arguments = _afterDigest = 0;
        _keyStart = NoKey;
        CalledScript = null;
        Message.Clear();
    }

    private RespMessage Message { get; set; } = new();
}
