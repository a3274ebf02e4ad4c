using System.Text;
using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>A client connection in memory, with the upstream's end in the test's hand.</summary>
internal sealed class ClientFixture
{
    public ClientFixture(Http1ClientLimits? limits = null)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        (Client, Upstream) = SimulatedChannel.CreatePair(Loop);
        Connection = new Http1ClientConnection(Client, limits ?? new Http1ClientLimits());
    }

    public SimulatedLoop Loop { get; } = new();

    public SimulatedChannel Client { get; }

    public SimulatedChannel Upstream { get; }

    public Http1ClientConnection Connection { get; }

    public ResponseSink Sink { get; } = new();

    /// <summary>Everything the client has sent since the last call.</summary>
    public string Sent()
    {
        var bytes = new byte[Upstream.Inbox.Count];
        Upstream.Inbox.Take(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    public ClientFixture Request(string method = "GET", bool upgrade = false)
    {
        Connection.StartHead(Encoding.Latin1.GetBytes(method), "/"u8);
        if (upgrade)
        {
            Connection.WriteHeader("Connection"u8, "upgrade"u8);
        }

        Connection.EndHead(Http1BodyKind.None, 0);
        Assert.True(Connection.CompleteAsync().Now());
        return this;
    }

    public ClientFixture Answer(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(Upstream.WriteAsync(bytes).IsCompleted);
        Loop.RunUntilIdle();
        return this;
    }

    public ClientFixture Answer(string text) => Answer(Encoding.Latin1.GetBytes(text));

    public ClientFixture EndAnswer()
    {
        Assert.True(Upstream.ShutdownAsync().IsCompleted);
        Loop.RunUntilIdle();
        return this;
    }

    /// <summary>Reads heads until a final result, then the body; tells all of it in one text.</summary>
    public async Task<string> ReadAsync()
    {
        Http1ResponseResult result;
        do
        {
            result = await Connection.ReadHeadAsync(Sink);
        }
        while (result == Http1ResponseResult.Interim);

        var text = new StringBuilder($"{result}");
        if (result == Http1ResponseResult.Final)
        {
            text.Append($" {Connection.BodyKind} {Connection.ContentLength} ");
            var buffer = new byte[7];
            int read;
            while ((read = await Connection.ReadBodyAsync(buffer)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }

            text.Append(read == 0 ? " end" : " failed");
        }

        return text.Append(Connection.IsReusable ? " reusable" : "").ToString();
    }

    /// <summary>The outcome of one exchange for an upstream that sends these pieces and ends its stream.</summary>
    public static string Outcome(string method, bool upgrade, IEnumerable<ReadOnlyMemory<byte>> pieces, bool end, out string sink)
    {
        ClientFixture fixture = new ClientFixture(new Http1ClientLimits { MaxHeaderBytes = 256, MaxHeaders = 5, MaxTrailerBytes = 64 })
            .Request(method, upgrade);
        Task<string> reading = fixture.ReadAsync();
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            fixture.Answer(piece);
        }

        if (end)
        {
            fixture.EndAnswer();
        }

        Assert.True(reading.IsCompletedSuccessfully, "The exchange did not come to an end.");
        sink = fixture.Sink.Log;
        return reading.Now();
    }
}
