using System.Buffers;

namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>Reads the header from the start of an accepted connection, and not a byte of what follows is lost.</summary>
public static class ProxyHeaderReader
{
    private const int FirstRead = 512;

    /// <summary>
    /// Waits for the header, at most so many milliseconds. On anything but a valid header the channel is aborted: a client that
    /// reaches the port without the proxy must not be served (section 5 of the specification).
    /// </summary>
    public static async ValueTask<ProxyAcceptResult> ReadAsync(Channel channel, int timeoutMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var deadline = new AbortTimer(channel);
        channel.Loop.Arm(deadline, timeoutMilliseconds);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
        try
        {
            for (int length = 0; ;)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
                int n = await channel.ReadAsync(buffer.AsMemory(length));
                if (n <= 0)
                {
                    break;
                }
                length += n;
                switch (ProxyHeaderParser.Parse(buffer.AsSpan(0, length), out ProxyHeader header, out int consumed))
                {
                    case ProxyParseStatus.Complete:
                        return new ProxyAcceptResult(Rest(channel, buffer.AsSpan(consumed, length - consumed)), header);
                    case ProxyParseStatus.NeedMore:
                        continue;
                }
                break;
            }
            channel.Abort(ChannelFault.Aborted);
            return default;
        }
        finally
        {
            channel.Loop.Disarm(deadline);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Channel Rest(Channel channel, ReadOnlySpan<byte> rest)
        => rest.IsEmpty ? channel : new PrefixedChannel(channel, rest.ToArray());

    /// <summary>The parser refuses what is longer than its bound, so this doubles a few times at most.</summary>
    private static byte[] Grow(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
