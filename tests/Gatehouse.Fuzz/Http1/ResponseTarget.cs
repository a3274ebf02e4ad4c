using System.Text;
using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Http1;

namespace Gatehouse.Fuzz.Http1;

/// <summary>
/// Feeds bytes to a client connection as the answer to one request. Whatever they are: nothing throws, reading ends with the
/// input, splitting changes nothing, and a connection with bytes left over is not reusable.
/// </summary>
internal static class ResponseTarget
{
    /// <summary>Returns 1 when the response was whole.</summary>
    public static int Run(byte[] input, int splits)
    {
        ReadOnlySpan<byte> method = splits % 5 == 0 ? "HEAD"u8 : "GET"u8;
        string whole = Read(input, method, null, out bool isWhole);
        string pieces = Read(input, method, new Random(splits), out _);
        Invariant.Same(whole, pieces, "splitting changes the meaning");
        return isWhole ? 1 : 0;
    }

    private static string Read(byte[] input, ReadOnlySpan<byte> method, Random? splits, out bool isWhole)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using var loop = new SimulatedLoop();
        (SimulatedChannel client, SimulatedChannel upstream) = SimulatedChannel.CreatePair(loop);
        var connection = new Http1ClientConnection(client, new Http1ClientLimits { MaxHeaderBytes = 1024, MaxHeaders = 16, MaxTrailerBytes = 256 });
        connection.StartHead(method, "/"u8);
        connection.WriteHeader("Connection"u8, "upgrade"u8);
        connection.EndHead(Http1BodyKind.None, 0);
        _ = connection.CompleteAsync();
        var sink = new Sink();
        Task reading = ReadAsync(connection, sink);
        for (int position = 0; position < input.Length;)
        {
            int count = Math.Min(input.Length - position, splits is null ? input.Length : 1 + splits.Next(1 + splits.Next(60)));
            _ = upstream.WriteAsync(input.AsMemory(position, count));
            loop.RunUntilIdle();
            position += count;
        }

        _ = upstream.ShutdownAsync();
        loop.RunUntilIdle();
        Invariant.Holds(reading.IsCompleted, "reading outlives the input");
        Invariant.Holds(reading.IsCompletedSuccessfully, $"an exception: {reading.Exception}");
        Invariant.Holds(client.TotalRead <= input.Length, "more was read than sent");
        Invariant.Holds(!connection.IsReusable || (sink.IsWhole && !connection.IsSilent()), "a finished stream is taken for an idle connection");
        isWhole = sink.IsWhole;
        return sink.Text.ToString();
    }

    private static async Task ReadAsync(Http1ClientConnection connection, Sink sink)
    {
        Http1ResponseResult result;
        do
        {
            result = await connection.ReadHeadAsync(sink).ConfigureAwait(false);
            sink.Text.Append($"{result}\n");
        }
        while (result == Http1ResponseResult.Interim);

        if (result != Http1ResponseResult.Final)
        {
            return;
        }

        var buffer = new byte[50];
        int read;
        while ((read = await connection.ReadBodyAsync(buffer).ConfigureAwait(false)) > 0)
        {
            sink.Text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        sink.IsWhole = read == 0;
        sink.Text.Append(read == 0 ? "\nend" : "\nfailed");
    }

    private sealed class Sink : IHttp1ResponseSink
    {
        public StringBuilder Text { get; } = new();

        public bool IsWhole { get; set; }

        public void OnStatusLine(int status, int minorVersion) => Text.Append($"{status} {minorVersion}\n");

        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Add(name, value);

        public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Add(name, value);

        private void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            Text.Append($"{Encoding.Latin1.GetString(name)}: {Encoding.Latin1.GetString(value)}\n");
    }
}
