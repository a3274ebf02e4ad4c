using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Listeners;

/// <summary>Tells HTTP/2 by prior knowledge (RFC 9113 §3.3) from HTTP/1.x by the first bytes of a plaintext connection.</summary>
internal static class Http2Preface
{
    private const int ReadBytes = 1024;

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>
    /// Reads until the bytes differ from the preface or equal it. The returned channel yields them again. A client that sends
    /// nothing within the time is cut off.
    /// </summary>
    public static async ValueTask<(Channel Channel, bool IsHttp2)> DetectAsync(Channel channel, int timeoutMilliseconds)
    {
        var deadline = new Deadline(channel);
        channel.Loop.Arm(deadline, timeoutMilliseconds);
        byte[] buffer = new byte[ReadBytes];
        int length = 0;
        try
        {
            while (true)
            {
                int read = await channel.ReadAsync(buffer.AsMemory(length));
                if (read <= 0)
                {
                    break;
                }

                length += read;
                int common = Math.Min(length, Preface.Length);
                if (!buffer.AsSpan(0, common).SequenceEqual(Preface[..common]))
                {
                    break;
                }

                if (length >= Preface.Length)
                {
                    return (new PrefixedChannel(channel, buffer.AsMemory(0, length)), true);
                }
            }
        }
        finally
        {
            channel.Loop.Disarm(deadline);
        }

        return (length == 0 ? channel : new PrefixedChannel(channel, buffer.AsMemory(0, length)), false);
    }

    private sealed class Deadline(Channel channel) : LoopTimer
    {
        protected override void OnElapsed() => channel.Abort(ChannelFault.Timeout);
    }
}
