using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Tests.Channels;

internal static class PingPong
{
    /// <summary>Sends back what comes, until the end.</summary>
    public static async Task EchoAsync(Channel channel)
    {
        byte[] buffer = new byte[4096];
        for (int n; (n = await channel.ReadAsync(buffer)) > 0;)
        {
            if (!await channel.WriteAsync(buffer.AsMemory(0, n)))
            {
                break;
            }
        }
        channel.Close();
    }

    /// <summary>Sends a message and waits for it to come back, so many times.</summary>
    public static async Task PlayAsync(Channel channel, int rounds, byte[] message, byte[] buffer)
    {
        for (int i = 0; i < rounds; i++)
        {
            await channel.WriteAsync(message);
            for (int at = 0; at < message.Length;)
            {
                int n = await channel.ReadAsync(buffer);
                if (n <= 0)
                {
                    throw new IOException($"Ended with {channel.Fault}.");
                }
                at += n;
            }
        }
    }
}
