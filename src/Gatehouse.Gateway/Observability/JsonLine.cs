using System.Buffers;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// A line of JSON under construction. Whatever bytes come in, what goes out is valid UTF-8 on one line: control characters
/// (C0, DEL, C1), line separators, quotes and backslashes are escaped, broken UTF-8 becomes U+FFFD. One per thread, reused.
/// </summary>
internal sealed class JsonLine
{
    private const int RetainedBytes = 64 * 1024;

    [ThreadStatic]
    private static JsonLine? _current;

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>The calling thread's line, emptied. It is the thread's until it asks again.</summary>
    public static JsonLine Rent()
    {
        var line = _current ??= new JsonLine();
        if (line._buffer.Length > RetainedBytes)
        {
            line._buffer = new byte[4096];
        }

        line._length = 0;
        return line;
    }

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Appends bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Appends one byte as it is.</summary>
    public void Raw(byte value)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = value;
    }

    /// <summary>Appends a number.</summary>
    public void Number(long value)
    {
        Reserve(20);
        value.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Appends an address without quotes.</summary>
    public void Address(IPAddress address)
    {
        Reserve(64);
        address.TryFormat(_buffer.AsSpan(_length), out int written);
        _length += written;
    }

    /// <summary>Appends a quoted string.</summary>
    public void String(ReadOnlySpan<byte> utf8)
    {
        Raw((byte)'"');
        Text(utf8);
        Raw((byte)'"');
    }

    /// <summary>Appends a quoted string.</summary>
    public void String(string text)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        String(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Appends a quoted string in ASCII lower case.</summary>
    public void LowerString(ReadOnlySpan<byte> utf8)
    {
        int start = _length;
        String(utf8);
        Ascii.ToLowerInPlace(_buffer.AsSpan(start, _length - start), out _);
    }

    /// <summary>Appends the inside of a string.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        int special = utf8.IndexOfAnyExcept(Plain);
        if (special < 0)
        {
            Raw(utf8);
            return;
        }

        Raw(utf8[..special]);
        Escape(utf8[special..]);
    }

    private void Escape(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            Reserve(12);
            var status = Rune.DecodeFromUtf8(utf8, out var rune, out int consumed);
            if (status != OperationStatus.Done)
            {
                Raw("\uFFFD"u8);
            }
            else
            {
                Write(rune);
            }

            utf8 = utf8[consumed..];
        }
    }

    private void Write(Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                Raw("\\\""u8);
                break;
            case '\\':
                Raw("\\\\"u8);
                break;
            case '\n':
                Raw("\\n"u8);
                break;
            case '\r':
                Raw("\\r"u8);
                break;
            case '\t':
                Raw("\\t"u8);
                break;

            // C0 and C1 steer terminals, 2028 and 2029 end lines for some readers, 202A–202E and 2066–2069 turn text around.
            case < 0x20 or (>= 0x7f and <= 0x9f) or (>= 0x2028 and <= 0x202e) or (>= 0x2066 and <= 0x2069):
                Unicode(rune.Value);
                break;
            default:
                _length += rune.EncodeToUtf8(_buffer.AsSpan(_length));
                break;
        }
    }

    private void Unicode(int value)
    {
        Raw("\\u"u8);
        value.TryFormat(_buffer.AsSpan(_length), out int written, "x4", CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Reserve(int bytes)
    {
        if (bytes > _buffer.Length - _length)
        {
            Grow(bytes);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
}
