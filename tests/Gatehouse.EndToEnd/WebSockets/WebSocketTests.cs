using System.Net.WebSockets;
using System.Text;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.WebSockets;

public sealed class WebSocketTests(Http2Gateway gateway) : IClassFixture<Http2Gateway>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Frames_come_back_and_the_close_is_passed_on(bool isTls)
    {
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        int port = isTls ? gateway.Process.Ports.ProxyTls : gateway.Process.Ports.Proxy;
        await Eventually.EndsAsync(socket.ConnectAsync(new Uri($"{(isTls ? "wss" : "ws")}://127.0.0.1:{port}/ws"), CancellationToken.None), "the upgrade");

        foreach (int size in (int[])[1, 125, 126, 70_000])
        {
            byte[] sent = Encoding.ASCII.GetBytes(new string('w', size));
            await socket.SendAsync(sent, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            Assert.Equal(sent, await Eventually.EndsAsync(ReceiveAsync(socket), "the frame to come back"));
        }

        await Eventually.EndsAsync(socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None), "the close");
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "bye"), (socket.CloseStatus!.Value, socket.CloseStatusDescription));
    }

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult frame;
        do
        {
            frame = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            all.Write(buffer, 0, frame.Count);
        }
        while (!frame.EndOfMessage);
        return all.ToArray();
    }
}
