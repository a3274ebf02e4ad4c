using System.Buffers;

namespace Gatehouse.Gateway.Identity;

/// <summary>Finds things by a name that arrives as UTF-8. Built once, then only read; a look-up allocates nothing.</summary>
internal sealed class NameTable<T>(int capacity = 0)
    where T : class
{
    // Longer names are no names of ours: nobody configures them, and they must not cost a buffer.
    private const int MaxBytes = 1024;

    private readonly Dictionary<string, T> _byName = new(capacity, StringComparer.Ordinal);

    /// <summary>Number of things.</summary>
    public int Count => _byName.Count;

    /// <summary>Adds a thing; false when the name is taken.</summary>
    public bool TryAdd(string name, T value) => _byName.TryAdd(name, value);

    /// <summary>The thing of that name, or null.</summary>
    public T? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The thing of that name, or null; also for bytes that are no UTF-8.</summary>
    public T? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxBytes)
        {
            return null;
        }

        Span<char> text = stackalloc char[MaxBytes];
        return System.Text.Unicode.Utf8.ToUtf16(name, text, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done
            && _byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var value)
            ? value
            : null;
    }
}
