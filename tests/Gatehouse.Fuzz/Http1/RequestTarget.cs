using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Http1;

namespace Gatehouse.Fuzz.Http1;

/// <summary>
/// Feeds bytes to a server connection. Whatever they are: nothing throws, the connection ends with its input, splitting changes
/// nothing, nothing is served behind a rejection, and every accepted request means the same after it was written and parsed again.
/// </summary>
internal static class RequestTarget
{
    private static readonly Http1ServerLimits Limits = new()
    {
        MaxRequestLineBytes = 512,
        MaxHeaderBytes = 1024,
        MaxHeaders = 16,
        MaxTrailerBytes = 256,
        MaxRequestBodyBytes = 2048,
    };

    /// <summary>Returns the number of accepted requests.</summary>
    public static int Run(byte[] input, int splits)
    {
        RecordingApplication whole = Serve(input, null);
        RecordingApplication pieces = Serve(input, new Random(splits));
        Invariant.Same(whole.Transcript(), pieces.Transcript(), "splitting changes the meaning");
        Invariant.Holds(whole.Rejections.Count <= 1, "a request was read behind a rejected one");
        foreach (RecordedRequest request in whole.Requests.Where(r => r.IsWhole))
        {
            RoundTrip.Check(request, new Random(splits));
        }

        return whole.Requests.Count(r => r.IsWhole);
    }

    private static RecordingApplication Serve(byte[] input, Random? splits)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using var loop = new SimulatedLoop();
        (SimulatedChannel client, SimulatedChannel server) = SimulatedChannel.CreatePair(loop);
        var application = new RecordingApplication();
        var connection = new Http1ServerConnection(server, application, Limits);
        Task running = connection.RunAsync();
        for (int position = 0; position < input.Length && !server.IsShutDown;)
        {
            int count = Math.Min(input.Length - position, splits is null ? input.Length : 1 + splits.Next(1 + splits.Next(60)));
            _ = client.WriteAsync(input.AsMemory(position, count));
            loop.RunUntilIdle();
            position += count;
        }

        _ = client.ShutdownAsync();
        loop.RunUntilIdle();
        Invariant.Holds(running.IsCompletedSuccessfully, "the connection outlives its input");
        Invariant.Holds(connection.Failure is null, $"an exception: {connection.Failure}");
        Invariant.Holds(server.TotalRead <= input.Length && loop.ArmedTimers == 0, "more was read than sent, or a timer was left");
        return application;
    }
}
