using System.Collections.Concurrent;
using System.Net;
using Gatehouse.Gateway.Upstreams.Health;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

/// <summary>Stands for the network: answers probes as the test last said, at once or when the test lets it.</summary>
internal sealed class ScriptedProber : IHealthProber
{
    private readonly ConcurrentDictionary<string, FailureKind> _answers = [];
    private readonly ConcurrentDictionary<string, int> _asked = [];
    private TaskCompletionSource? _hold;
    private int _running;

    public int MostAtATime { get; private set; }

    public int Asked(string endPoint) => _asked.GetValueOrDefault(endPoint);

    public void Say(string endPoint, FailureKind kind) => _answers[endPoint] = kind;

    public void Hold() => _hold = new TaskCompletionSource();

    public void Release() => Interlocked.Exchange(ref _hold, null)?.SetResult();

    public async Task<ProbeResult> ProbeAsync(ProbeTarget target)
    {
        string endPoint = target.EndPoint.ToString();
        _asked.AddOrUpdate(endPoint, 1, static (_, n) => n + 1);
        MostAtATime = Math.Max(MostAtATime, Interlocked.Increment(ref _running));
        if (_hold is { } hold)
        {
            await hold.Task;
        }

        Interlocked.Decrement(ref _running);
        return new ProbeResult(_answers.GetValueOrDefault(endPoint, FailureKind.None), "as scripted");
    }

    public Task<bool> KnockAsync(IPEndPoint endPoint)
        => Task.FromResult(_answers.GetValueOrDefault(endPoint.ToString(), FailureKind.None) == FailureKind.None);
}
