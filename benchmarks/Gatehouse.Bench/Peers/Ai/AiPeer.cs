using System.Diagnostics;
using System.Globalization;
using System.Net;
using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Peers.Ai;

/// <summary>Somebody who answers chat requests: a gateway, or the vendor itself.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Port">Where it listens on loopback.</param>
/// <param name="Fields">Header fields that a client sends it, besides the content's type.</param>
internal sealed record AiPeer(string Name, int Port, IReadOnlyList<KeyValuePair<string, string>> Fields) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The process; null = this one.</summary>
    public PinnedProcess? Process { get; init; }

    public long CpuMicroseconds => ProcessTree.CpuMicroseconds(Pid);

    public long ResidentBytes => ProcessTree.ResidentBytes(Pid);

    private int Pid => Process?.Pid ?? Environment.ProcessId;

    /// <summary>The request as it goes on the wire.</summary>
    public string RequestOf(AiWorkload workload)
    {
        var fields = string.Concat(Fields.Concat(workload.Fields).Select(f => $"{f.Key}: {f.Value}\r\n"));
        return string.Create(CultureInfo.InvariantCulture, $"POST {workload.Path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{fields}Content-Type: application/json\r\nContent-Length: {workload.Body.Length}\r\n\r\n{workload.Body}");
    }

    /// <summary>Waits until it answers; throws <see cref="BenchException"/> when it does not.</summary>
    public async Task WaitAsync(AiWorkload workload, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        while (await FaultAsync(workload, cancel) is { } fault)
        {
            if (Process is { HasExited: true } || Stopwatch.GetElapsedTime(start) > Deadline)
            {
                throw new BenchException($"{Name}: {fault} {Process?.Output}");
            }

            await Task.Delay(50, cancel);
        }
    }

    /// <summary>What is wrong with its answer; null = nothing: it is whole, and of the workload.</summary>
    public async Task<string?> FaultAsync(AiWorkload workload, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{Port}{workload.Path}")) { Content = new StringContent(workload.Body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in Fields.Concat(workload.Fields))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await client.SendAsync(request, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            return answer.StatusCode != HttpStatusCode.OK ? $"status {(int)answer.StatusCode} {Short(text)}"
                : text.Contains(workload.Mark, StringComparison.Ordinal) ? null
                : $"not its answer: {Short(text)}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return e.Message;
        }
    }

    public ValueTask DisposeAsync() => Process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Short(string text) => text.Length <= 200 ? text : text[..200];
}
