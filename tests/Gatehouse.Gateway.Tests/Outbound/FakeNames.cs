using System.Net;
using Gatehouse.Gateway.Upstreams.Names;

namespace Gatehouse.Gateway.Tests.Outbound;

/// <summary>A name service that answers what the test says, one answer after the other; the last one stays.</summary>
internal sealed class FakeNames(params string[] answers) : IHostResolver
{
    private int _asked;

    public Task<HostAnswer> ResolveAsync(string host)
        => Task.FromResult(HostAnswer.Found(IPAddress.Parse(answers[Math.Min(Interlocked.Increment(ref _asked), answers.Length) - 1])));
}
