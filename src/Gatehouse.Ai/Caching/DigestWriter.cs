using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Gatehouse.Ai.Caching;

/// <summary>
/// Hashes values so that no two sequences of them have the same bytes: each has a byte for its kind, and a length where its kind has not one. Texts as
/// UTF-16, so that nothing is lost on the way.
/// </summary>
internal sealed class DigestWriter : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[9];

    private enum Mark : byte
    {
        Null,
        Text,
        Number,
        List,
        Json,
    }

    /// <summary>Adds a text; null is another value than an empty one.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Head(Mark.Null, 0);
            return;
        }

        Head(Mark.Text, text.Length);
        _hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    /// <summary>Adds a number.</summary>
    public void Number(long? number) => Head(number is null ? Mark.Null : Mark.Number, number ?? 0);

    /// <summary>Adds a number by its bits.</summary>
    public void Number(double? number) => Number(number is { } value ? BitConverter.DoubleToInt64Bits(value) : null);

    /// <summary>Adds a truth value.</summary>
    public void Flag(bool? flag) => Number(flag is { } value ? value ? 1 : 0 : null);

    /// <summary>Adds a member of an enumeration.</summary>
    public void Member<T>(T? member)
        where T : struct, Enum
        => Text(member?.ToString());

    /// <summary>Adds how many values follow as one.</summary>
    public void List(int count) => Head(Mark.List, count);

    /// <summary>Adds a list of texts.</summary>
    public void Texts(IReadOnlyList<string> texts)
    {
        List(texts.Count);
        foreach (string text in texts)
        {
            Text(text);
        }
    }

    /// <summary>Adds JSON, without the blanks between its tokens. Names and texts count as they are written, and so do numbers and the order of members.</summary>
    public void Json(JsonElement value)
    {
        Head(Mark.Json, (long)value.ValueKind);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                List(value.GetPropertyCount());
                foreach (var member in value.EnumerateObject())
                {
                    Bytes(JsonMarshal.GetRawUtf8PropertyName(member));
                    Json(member.Value);
                }

                break;
            case JsonValueKind.Array:
                List(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                {
                    Json(item);
                }

                break;
            case JsonValueKind.String or JsonValueKind.Number:
                Bytes(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    /// <summary>The hash of all of it, as 64 hexadecimal digits.</summary>
    public string Complete() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Head(Mark.Text, bytes.Length);
        _hash.AppendData(bytes);
    }

    private void Head(Mark mark, long number)
    {
        _head[0] = (byte)mark;
        BinaryPrimitives.WriteInt64LittleEndian(_head.AsSpan(1), number);
        _hash.AppendData(_head);
    }
}
