using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Gatehouse.Bench.Loads;

/// <summary>
/// Requests at a rate that does not care how long answers take, as a crowd of clients asks: every tenth to <c>/high</c>, the
/// others to <c>/normal</c>.
/// </summary>
internal sealed class SteadyLoad(int port) : IDisposable
{
    private const int OneInHowMany = 10;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Asks for a while; returns one entry for each request, in the order of their beginnings.</summary>
    public async Task<IReadOnlyList<SteadyAnswer>> RunAsync(int perSecond, TimeSpan duration, CancellationToken cancel)
    {
        var answers = new ConcurrentBag<SteadyAnswer>();
        var pending = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        var sent = 0;
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < duration)
        {
            for (var due = (int)(elapsed.TotalSeconds * perSecond); sent < due; sent++)
            {
                pending.Add(AskAsync(sent % OneInHowMany == 0, elapsed, answers, cancel));
            }

            await Task.Delay(1, cancel);
        }

        await Task.WhenAll(pending);
        return [.. answers.OrderBy(a => a.Asked)];
    }

    public void Dispose() => _client.Dispose();

    private async Task AskAsync(bool isHigh, TimeSpan asked, ConcurrentBag<SteadyAnswer> answers, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await _client.GetAsync(new Uri(isHigh ? "/high" : "/normal", UriKind.Relative), cancel);
        answers.Add(new SteadyAnswer(isHigh, asked, Stopwatch.GetElapsedTime(start), response.StatusCode == HttpStatusCode.OK));
    }
}
