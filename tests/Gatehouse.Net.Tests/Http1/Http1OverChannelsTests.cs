using System.Text;
using Gatehouse.Fuzz.Http1;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Tests.Channels;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>The engine on everything that carries it in life: both pollers, memory, TLS.</summary>
public class Http1OverChannelsTests
{
    private const int Exchanges = 50;

    public static TheoryData<string> Kinds => ChannelWorld.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public Task Exchanges_onOneConnection_keepTheirBodiesApart(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        var application = new RecordingApplication();
        var connection = new Http1ServerConnection(server, application, new Http1ServerLimits());
        Task running = connection.RunAsync();
        var peer = new Http1ClientConnection(client, new Http1ClientLimits());
        for (int i = 0; i < Exchanges; i++)
        {
            byte[] body = Encoding.ASCII.GetBytes(new string((char)('a' + (i % 26)), i * 997));
            await SendAsync(peer, body, chunked: i % 2 == 0);
            var sink = new ResponseSink();
            Assert.Equal(Http1ResponseResult.Final, await peer.ReadHeadAsync(sink));
            Assert.StartsWith("200 ", sink.Log, StringComparison.Ordinal);
            Assert.True(peer.IsReusable);
            Assert.Equal(Encoding.ASCII.GetString(body), application.Requests[i].Body.ToString());
        }

        connection.Drain();
        await running;
        Assert.Null(connection.Failure);
        Assert.Equal(0, await client.ReadAsync(new byte[1]));
        Assert.False(peer.IsSilent());
        peer.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Rejection_whileTheClientGoesOnSending_isReadWholeAndNotReset(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        Task running = new Http1ServerConnection(server, new RecordingApplication(), new Http1ServerLimits()).RunAsync();
        Assert.True(await client.WriteAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n")));
        Assert.True(await client.WriteAsync(new byte[100_000]));
        var answer = new StringBuilder();
        var buffer = new byte[1000];
        int read;
        while ((read = await client.ReadAsync(buffer)) > 0)
        {
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        Assert.Equal(0, read);
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n", answer.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer.ToString(), StringComparison.Ordinal);
        await client.ShutdownAsync();
        await running;
        client.Close();
    });

    private static async Task SendAsync(Http1ClientConnection connection, byte[] body, bool chunked)
    {
        connection.StartHead("POST"u8, "/"u8);
        connection.WriteHeader("Host"u8, "x"u8);
        connection.EndHead(chunked ? Http1BodyKind.Chunked : Http1BodyKind.Length, body.Length);
        for (int position = 0; position < body.Length;)
        {
            Memory<byte> room = connection.GetBodyMemory(8192);
            int count = Math.Min(room.Length, body.Length - position);
            body.AsSpan(position, count).CopyTo(room.Span);
            connection.AdvanceBody(count);
            position += count;
            Assert.True(await connection.FlushAsync());
        }

        Assert.True(await connection.CompleteAsync());
    }
}
