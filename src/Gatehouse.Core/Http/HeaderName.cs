using System.Text;

namespace Gatehouse.Core.Http;

/// <summary>
/// A header field name prepared for look-ups: the bytes as we write them and a hash that ignores ASCII case.
/// Made once (statically, or when a snapshot is built), never per request.
/// </summary>
public sealed class HeaderName
{
    private readonly byte[] _bytes;

    /// <summary>Creates a name; throws <see cref="ArgumentException"/> unless it is an RFC 9110 token.</summary>
    public HeaderName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!HttpSyntax.IsToken(name))
        {
            throw new ArgumentException($"'{name}' is not a header field name (RFC 9110 §5.1 token)", nameof(name));
        }

        Text = name;
        _bytes = Encoding.ASCII.GetBytes(name);
        Hash = HashOf(_bytes);
    }

    /// <summary>The name as written on the wire.</summary>
    public string Text { get; }

    /// <summary>The bytes of <see cref="Text"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Case-insensitive hash, comparable with <see cref="HashOf"/>.</summary>
    public uint Hash { get; }

    /// <summary>Case-insensitive FNV-1a over the bytes. Folding bit 5 merges a few non-letters too; equality decides.</summary>
    public static uint HashOf(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte b in name)
        {
            hash = (hash ^ (uint)(b | 0x20)) * 16777619;
        }

        return hash;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
