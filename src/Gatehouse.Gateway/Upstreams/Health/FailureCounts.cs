namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Failures since the last success, by kind.</summary>
internal struct FailureCounts
{
    private int _http, _tcp, _timeouts;

    /// <summary>Counts one; how many of its kind there are now.</summary>
    public int Add(FailureKind kind) => kind switch
    {
        FailureKind.Http => ++_http,
        FailureKind.Tcp => ++_tcp,
        FailureKind.Timeout => ++_timeouts,
        _ => 0,
    };

    /// <summary>Forgets all.</summary>
    public void Clear() => this = default;
}
