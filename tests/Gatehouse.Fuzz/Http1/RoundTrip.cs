using System.Text;
using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Http1;

namespace Gatehouse.Fuzz.Http1;

/// <summary>Writes a request with the client side and parses it with the server side, in pieces; the meaning must not change.</summary>
internal static class RoundTrip
{
    private static readonly Http1ServerLimits Limits = new() { MaxHeaderBytes = 64 * 1024, MaxRequestLineBytes = 64 * 1024, MaxHeaders = 200 };

    public static void Check(RecordedRequest request, Random random)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using var loop = new SimulatedLoop();
        (SimulatedChannel client, SimulatedChannel server) = SimulatedChannel.CreatePair(loop);
        server.MaxRead = 1 + random.Next(200);
        var application = new RecordingApplication();
        Task running = new Http1ServerConnection(server, application, Limits).RunAsync();
        var connection = new Http1ClientConnection(client, new Http1ClientLimits());
        bool addsHost = !request.Fields.Exists(f => f.Name.Equals("host", StringComparison.OrdinalIgnoreCase));
        WriteHead(connection, request, addsHost);
        bool sent = WriteBody(connection, request, random, loop);
        loop.RunUntilIdle();
        _ = client.ShutdownAsync();
        loop.RunUntilIdle();
        Invariant.Holds(sent && connection.DroppedFieldCount == 0, "the writer refused what the parser accepted");
        Invariant.Holds(running.IsCompletedSuccessfully, "the connection outlives its input");
        Invariant.Holds(application.Requests.Count == 1 && application.Rejections.Count == 0, $"not one request but {application.Transcript()}");
        RecordedRequest read = application.Requests[0];
        if (addsHost)
        {
            read.Fields.RemoveAt(0);
        }

        Invariant.Same(request.Meaning(), read.Meaning(), "the request changed on the way");
    }

    private static void WriteHead(Http1ClientConnection connection, RecordedRequest request, bool addsHost)
    {
        connection.StartHead(Bytes(request.Method), Bytes(request.Target));
        if (addsHost)
        {
            connection.WriteHeader("Host"u8, "x"u8);
        }

        foreach ((string name, string value) in request.Fields)
        {
            connection.WriteHeader(Bytes(name), Bytes(value));
        }

        Http1BodyKind kind = request.IsChunked ? Http1BodyKind.Chunked : request.HasBody ? Http1BodyKind.Length : Http1BodyKind.None;
        connection.EndHead(kind, request.Body.Length);
    }

    private static bool WriteBody(Http1ClientConnection connection, RecordedRequest request, Random random, SimulatedLoop loop)
    {
        byte[] body = Bytes(request.Body.ToString());
        for (int position = 0; position < body.Length;)
        {
            Memory<byte> room = connection.GetBodyMemory(1 + random.Next(300));
            int count = Math.Min(Math.Min(room.Length, body.Length - position), 1 + random.Next(300));
            body.AsSpan(position, count).CopyTo(room.Span);
            connection.AdvanceBody(count);
            position += count;
            if (random.Next(3) == 0)
            {
                _ = connection.FlushAsync();
                loop.RunUntilIdle();
            }
        }

        foreach ((string name, string value) in request.Trailers)
        {
            connection.WriteTrailer(Bytes(name), Bytes(value));
        }

        ValueTask<bool> completed = connection.CompleteAsync();
        return completed.IsCompletedSuccessfully && completed.GetAwaiter().GetResult();
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
