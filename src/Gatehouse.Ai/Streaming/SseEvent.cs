namespace Gatehouse.Ai.Streaming;

/// <summary>
/// What a frame of server-sent events says: its name and its data. Fields <c>id</c> and <c>retry</c>, comments and unknown fields are ignored. Points
/// into the frame, or into the scratch memory where data came in several lines.
/// </summary>
internal readonly ref struct SseEvent
{
    private SseEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool hasData)
    {
        Name = name;
        Data = data;
        HasData = hasData;
    }

    /// <summary>Value of <c>event</c>; empty = none.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Values of <c>data</c>, joined by LF.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Whether there was a <c>data</c> field: without one there is no event.</summary>
    public bool HasData { get; }

    /// <summary>Reads a frame. <paramref name="scratch"/> is kept by the caller from frame to frame; it is touched only by data of several lines.</summary>
    public static SseEvent Parse(ReadOnlySpan<byte> frame, ref byte[]? scratch)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> data = default;
        int lines = 0;
        int joined = 0;
        while (!frame.IsEmpty)
        {
            int end = frame.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? frame : frame[..end];
            // Between CR and LF of one line end an empty line is seen, which means nothing.
            frame = end < 0 ? default : frame[(end + 1)..];
            if (TryValue(line, "data"u8, out var value))
            {
                if (lines++ == 0)
                {
                    data = value;
                }
                else
                {
                    joined = Join(lines == 2 ? data : default, lines == 2, joined, value, ref scratch);
                }
            }
            else if (TryValue(line, "event"u8, out value))
            {
                name = value;
            }
        }

        return new SseEvent(name, lines > 1 ? scratch.AsSpan(0, joined) : data, lines > 0);
    }

    private static bool TryValue(ReadOnlySpan<byte> line, ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(field))
        {
            return false;
        }

        if (line.Length == field.Length)
        {
            return true;
        }

        if (line[field.Length] != (byte)':')
        {
            return false;
        }

        value = line[(field.Length + 1)..];
        value = value.StartsWith(" "u8) ? value[1..] : value;
        return true;
    }

    private static int Join(ReadOnlySpan<byte> first, bool isSecond, int length, ReadOnlySpan<byte> value, ref byte[]? scratch)
    {
        int used = isSecond ? first.Length : length;
        int needed = used + 1 + value.Length;
        if (scratch is null || scratch.Length < needed)
        {
            Array.Resize(ref scratch, Math.Max(needed, 2 * (scratch?.Length ?? 256)));
        }

        if (isSecond)
        {
            first.CopyTo(scratch);
        }

        scratch[used] = (byte)'\n';
        value.CopyTo(scratch.AsSpan(used + 1));
        return needed;
    }
}
