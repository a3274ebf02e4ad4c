using System.Buffers;
using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>
/// The text that is signed: a line for each name. <c>name: value</c> of a field, <c>name:</c> where there is none, the method in lower
/// case and the target for <c>@request-target</c>, the whole line for <c>request-line</c>. In rented memory: dispose it.
/// </summary>
internal ref struct SigningString : IDisposable
{
    /// <summary>Most names in a signature: each may repeat a long field.</summary>
    private const int MaxNames = 64;

    private const int MaxBytes = 128 * 1024;

    private byte[] _buffer;
    private int _length;

    private SigningString(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The text.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>
    /// Builds the text. False when it is too long, or a field that it covers occurs more than once: which one was signed nobody can
    /// say, and the upstream may read the other one.
    /// </summary>
    public static bool TryBuild(RequestMessage request, ReadOnlySpan<byte> names, out SigningString text)
    {
        text = new SigningString(1024);
        int count = 0;
        foreach (var range in names.Split((byte)' '))
        {
            var name = names[range];
            if (name.IsEmpty)
            {
                continue;
            }

            if (++count > MaxNames || (count > 1 && !text.Append("\n"u8)) || !text.AppendLine(request, name))
            {
                return false;
            }
        }

        return count > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        _length = 0;
    }

    private bool AppendLine(RequestMessage request, ReadOnlySpan<byte> name)
    {
        if (Ascii.EqualsIgnoreCase(name, "request-line"u8))
        {
            return Append(request.Method.Bytes) && Append(" "u8) && Append(TargetOf(request)) && Append(VersionOf(request.Version));
        }

        if (Ascii.EqualsIgnoreCase(name, "@request-target"u8))
        {
            return Append(name) && Append(": "u8) && AppendLower(request.Method.Bytes) && Append(" "u8) && Append(TargetOf(request));
        }

        int occurrences = 0;
        ReadOnlySpan<byte> value = default;
        foreach (var field in request.Headers)
        {
            if (Ascii.EqualsIgnoreCase(field.Name, name))
            {
                occurrences++;
                value = field.Value;
            }
        }

        if (occurrences == 0 && Ascii.EqualsIgnoreCase(name, "host"u8))
        {
            // HTTP/2 has it elsewhere.
            occurrences = 1;
            value = request.Authority;
        }

        return occurrences switch
        {
            0 => Append(name) && Append(":"u8),
            1 => Append(name) && Append(": "u8) && Append(value),
            _ => false,
        };
    }

    /// <summary>Path and query as the client sent them, also where it sent a whole URL or another plugin has changed the query.</summary>
    private static ReadOnlySpan<byte> TargetOf(RequestMessage request)
    {
        var target = request.RawTarget;
        int authority = target.IsEmpty || target[0] == '/' ? -1 : target.IndexOf("://"u8);
        if (authority < 0)
        {
            return target;
        }

        var rest = target[(authority + 3)..];
        int path = rest.IndexOfAny((byte)'/', (byte)'?');
        return path < 0 || rest[path] == '?' ? "/"u8 : rest[path..];
    }

    private static ReadOnlySpan<byte> VersionOf(int version) => version switch
    {
        10 => " HTTP/1.0"u8,
        20 => " HTTP/2.0"u8,
        30 => " HTTP/3.0"u8,
        _ => " HTTP/1.1"u8,
    };

    private bool AppendLower(ReadOnlySpan<byte> bytes)
    {
        int start = _length;
        if (!Append(bytes))
        {
            return false;
        }

        Ascii.ToLowerInPlace(_buffer.AsSpan(start, bytes.Length), out _);
        return true;
    }

    private bool Append(ReadOnlySpan<byte> bytes)
    {
        int needed = _length + bytes.Length;
        if (needed > MaxBytes)
        {
            return false;
        }

        if (needed > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
        return true;
    }
}
