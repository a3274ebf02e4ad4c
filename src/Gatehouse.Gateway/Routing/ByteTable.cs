using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Gateway.Routing;

/// <summary>An immutable table keyed by byte strings.</summary>
internal sealed class ByteTable<T>
    where T : class
{
    private readonly Dictionary<byte[], T> _values;
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    /// <param name="entries">Keys with their values; keys differ.</param>
    public ByteTable(IEnumerable<(byte[] Key, T Value)> entries)
    {
        _values = entries.ToDictionary(e => e.Key, e => e.Value, ByteComparer.Instance);
        _bySpan = _values.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Number of keys.</summary>
    public int Count => _values.Count;

    /// <summary>The value of a key.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, [MaybeNullWhen(false)] out T value) => _bySpan.TryGetValue(key, out value);
}
