using System.Collections.Concurrent;
using System.Net;
using Gatehouse.Gateway.Upstreams.Names;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>DNS that answers what the test last said, at once, or when the test lets it.</summary>
internal sealed class ScriptedResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, HostAnswer> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource? _hold;
    private int _running;

    public int MostAtATime { get; private set; }

    public int Asked(string host) => _asked.GetValueOrDefault(host);

    public void Say(string host, params string[] addresses) => _answers[host] = HostAnswer.Found([.. addresses.Select(IPAddress.Parse)]);

    public void Say(string host, HostAnswer answer) => _answers[host] = answer;

    /// <summary>From here on look-ups hang until <see cref="Release"/>.</summary>
    public void Hold() => _hold = new TaskCompletionSource();

    public void Release() => Interlocked.Exchange(ref _hold, null)?.SetResult();

    public async Task<HostAnswer> ResolveAsync(string host)
    {
        _asked.AddOrUpdate(host, 1, (_, n) => n + 1);
        MostAtATime = Math.Max(MostAtATime, Interlocked.Increment(ref _running));
        if (_hold is { } hold)
        {
            await hold.Task;
        }

        Interlocked.Decrement(ref _running);
        return _answers.GetValueOrDefault(host, HostAnswer.NotFound);
    }
}
