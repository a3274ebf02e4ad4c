using System.Text;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Listeners;

/// <summary>
/// Recognises HTTP in the clear on a TLS listener by its first byte and answers it as nginx does, instead of a handshake failure
/// that tells a person nothing. What was sent is neither routed nor logged: it never was a request to this listener.
/// </summary>
internal static class PlaintextOnTls
{
    private const int ReadBytes = 1024;

    /// <summary>Bytes read and dropped before closing, so that the answer is not destroyed by a reset (RFC 9112 §9.6).</summary>
    private const int MaxLingerBytes = 64 * 1024;

    private const int LingerMilliseconds = 1000;

    private const string Page =
        "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n<body>\r\n"
        + "<center><h1>400 Bad Request</h1></center>\r\n"
        + "<center>The plain HTTP request was sent to HTTPS port</center>\r\n</body>\r\n</html>\r\n";

    private static readonly byte[] Answer = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: {Page.Length}\r\nConnection: close\r\n\r\n{Page}");

    /// <summary>
    /// Waits for the first bytes. The channel to shake hands on, which yields them again; null when the client spoke HTTP, left, or
    /// sent nothing within the time: the channel is closed then.
    /// </summary>
    public static async ValueTask<Channel?> ScreenAsync(Channel channel, int timeoutMilliseconds)
    {
        var deadline = new Deadline(channel);
        channel.Loop.Arm(deadline, timeoutMilliseconds);
        byte[] buffer = new byte[ReadBytes];
        try
        {
            int read = await channel.ReadAsync(buffer);
            if (read <= 0)
            {
                channel.Close();
                return null;
            }

            // A TLS record begins with its content type, 22 for a hello; a request line begins with a letter.
            if (!char.IsAsciiLetterUpper((char)buffer[0]))
            {
                return new PrefixedChannel(channel, buffer.AsMemory(0, read));
            }

            channel.Loop.Arm(deadline, LingerMilliseconds);
            if (await channel.WriteAsync(Answer))
            {
                await channel.ShutdownAsync();
                for (int dropped = read; read > 0 && dropped <= MaxLingerBytes; dropped += read)
                {
                    read = await channel.ReadAsync(buffer);
                }
            }

            channel.Close();
            return null;
        }
        finally
        {
            channel.Loop.Disarm(deadline);
        }
    }

    private sealed class Deadline(Channel channel) : LoopTimer
    {
        protected override void OnElapsed() => channel.Abort(ChannelFault.Timeout);
    }
}
