using System.Runtime.CompilerServices;
using System.Text;

namespace Gatehouse.Core.Http;

/// <summary>
/// Header fields in order of arrival, repeated fields kept apart. The bytes are copied into one block owned by the map, so
/// that a map outlives the read buffer and reusing it allocates nothing. Names compare without regard to ASCII case.
/// </summary>
/// <remarks>Not thread-safe: a map belongs to one exchange. Spans handed out are valid until the next change.</remarks>
public sealed class HeaderMap
{
    private const int RetainedBytes = 16 * 1024;

    private byte[] _bytes = new byte[1024];
    private Entry[] _entries = new Entry[24];
    private int _used;
    private int _slots;

    /// <summary>Number of fields.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all fields and returns oversized memory.</summary>
    public void Clear()
    {
        if (_bytes.Length > RetainedBytes)
        {
            _bytes = new byte[1024];
        }

        _used = 0;
        _slots = 0;
        Count = 0;
    }

    /// <summary>Appends a field.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Append(name, HeaderName.HashOf(name), value);

    /// <inheritdoc cref="Add(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Add(HeaderName name, ReadOnlySpan<byte> value) => Append(name.Bytes, name.Hash, value);

    /// <inheritdoc cref="Add(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public void Add(HeaderName name, string value)
        => Encoding.UTF8.GetBytes(value, Reserve(name.Bytes, name.Hash, Encoding.UTF8.GetByteCount(value)));

    /// <summary>Replaces all fields of that name by one.</summary>
    public void Set(HeaderName name, ReadOnlySpan<byte> value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <inheritdoc cref="Set(HeaderName, ReadOnlySpan{byte})"/>
    public void Set(HeaderName name, string value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <summary>Removes every field of that name; returns whether there was one.</summary>
    public bool Remove(HeaderName name)
    {
        int before = Count;
        for (int i = 0; i < _slots; i++)
        {
            if (Matches(ref _entries[i], name.Hash, name.Bytes))
            {
                RemoveAt(i);
            }
        }

        return Count != before;
    }

    /// <inheritdoc cref="Remove(HeaderName)"/>
    public bool Remove(ReadOnlySpan<byte> name)
    {
        uint hash = HeaderName.HashOf(name);
        int before = Count;
        for (int i = 0; i < _slots; i++)
        {
            if (Matches(ref _entries[i], hash, name))
            {
                RemoveAt(i);
            }
        }

        return Count != before;
    }

    /// <summary>Removes the fields for which <paramref name="predicate"/> says so (name, value, state).</summary>
    public void RemoveWhere<TState>(TState state, Func<ReadOnlySpan<byte>, ReadOnlySpan<byte>, TState, bool> predicate)
    {
        for (int i = 0; i < _slots; i++)
        {
            ref Entry entry = ref _entries[i];
            if (!entry.Removed && predicate(NameOf(in entry), ValueOf(in entry), state))
            {
                RemoveAt(i);
            }
        }
    }

    /// <summary>Whether a field of that name exists.</summary>
    public bool Contains(HeaderName name) => IndexOf(name) >= 0;

    /// <summary>First value of that name.</summary>
    public bool TryGet(HeaderName name, out ReadOnlySpan<byte> value)
    {
        int index = IndexOf(name);
        value = index < 0 ? default : ValueOf(in _entries[index]);
        return index >= 0;
    }

    /// <summary>First value of that name as text (UTF-8), or null. Allocates.</summary>
    public string? GetString(HeaderName name) => TryGet(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>Number of fields of that name.</summary>
    public int CountOf(HeaderName name)
    {
        int count = 0;
        for (int i = 0; i < _slots; i++)
        {
            count += Matches(ref _entries[i], name.Hash, name.Bytes) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Enumerates the fields in order.</summary>
    public Enumerator GetEnumerator() => new(this, null);

    /// <summary>Enumerates the fields of one name in order.</summary>
    public Enumerator Values(HeaderName name) => new(this, name);

    /// <summary>Copies all fields of another map behind those of this one.</summary>
    public void AddRange(HeaderMap other)
    {
        foreach (var field in other)
        {
            Append(field.Name, field.Hash, field.Value);
        }
    }

    private int IndexOf(HeaderName name)
    {
        for (int i = 0; i < _slots; i++)
        {
            if (Matches(ref _entries[i], name.Hash, name.Bytes))
            {
                return i;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Matches(ref Entry entry, uint hash, ReadOnlySpan<byte> name)
        => entry.Hash == hash && !entry.Removed && Ascii.EqualsIgnoreCase(NameOf(in entry), name);

    private void RemoveAt(int index)
    {
        _entries[index].Removed = true;
        Count--;
        if (index == _slots - 1)
        {
            _slots--;
        }
    }

    private void Append(ReadOnlySpan<byte> name, uint hash, ReadOnlySpan<byte> value) => value.CopyTo(Reserve(name, hash, value.Length));

    /// <summary>Appends a field whose value is yet to be written into the memory that is returned.</summary>
    private Span<byte> Reserve(ReadOnlySpan<byte> name, uint hash, int valueLength)
    {
        int needed = _used + name.Length + valueLength;
        byte[] previous = _bytes;
        if (needed > _bytes.Length)
        {
            // The arguments may point into the old block (AddRange of ourselves, rename): it stays alive until copied.
            byte[] larger = new byte[Math.Max(needed, _bytes.Length * 2)];
            previous.AsSpan(0, _used).CopyTo(larger);
            _bytes = larger;
        }

        if (_slots == _entries.Length)
        {
            Array.Resize(ref _entries, _slots * 2);
        }

        name.CopyTo(_bytes.AsSpan(_used));
        _entries[_slots++] = new Entry
        {
            Hash = hash,
            Offset = _used,
            NameLength = name.Length,
            ValueLength = valueLength,
        };
        int start = _used + name.Length;
        _used = needed;
        Count++;
        return _bytes.AsSpan(start, valueLength);
    }

    private ReadOnlySpan<byte> NameOf(in Entry entry) => _bytes.AsSpan(entry.Offset, entry.NameLength);

    private ReadOnlySpan<byte> ValueOf(in Entry entry)
        => _bytes.AsSpan(entry.Offset + entry.NameLength, entry.ValueLength);

    private struct Entry
    {
        public uint Hash;
        public int Offset;
        public int NameLength;
        public int ValueLength;
        public bool Removed;
    }

    /// <summary>One field; spans are valid until the map changes.</summary>
    public readonly ref struct Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, uint hash)
    {
        public ReadOnlySpan<byte> Name { get; } = name;

        public ReadOnlySpan<byte> Value { get; } = value;

        /// <summary>Hash of the name, see <see cref="HeaderName.HashOf"/>.</summary>
        public uint Hash { get; } = hash;

        /// <summary>Whether the field has that name.</summary>
        public bool Is(HeaderName name) => Hash == name.Hash && Ascii.EqualsIgnoreCase(Name, name.Bytes);
    }

    /// <summary>Walks the fields without allocating.</summary>
    public ref struct Enumerator(HeaderMap map, HeaderName? name)
    {
        private int _index = -1;

        public readonly Field Current
        {
            get
            {
                ref Entry entry = ref map._entries[_index];
                return new Field(map.NameOf(in entry), map.ValueOf(in entry), entry.Hash);
            }
        }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (++_index < map._slots)
            {
                ref Entry entry = ref map._entries[_index];
                if (name is null ? !entry.Removed : map.Matches(ref entry, name.Hash, name.Bytes))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
