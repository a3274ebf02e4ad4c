namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>
/// Probes of one address, one after the other: the timer of the next is armed when the last has ended. Intervals vary by a tenth,
/// so that neither the targets of an upstream nor the nodes of a cluster are probed in step.
/// </summary>
internal sealed class AddressProbes
{
    private readonly HealthNode _node;
    private readonly ITimer _timer;
    private int _running;
    private volatile bool _isStopped;
    private volatile Plan _plan;

    public AddressProbes(AddressHealth health, HealthNode node, ProbeTarget target, SemaphoreSlim gate)
    {
        Health = health;
        _node = node;
        _plan = new Plan(target, gate);
        _timer = node.Time.CreateTimer(
            static state => _ = ((AddressProbes)state!).RunAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Who judges.</summary>
    public AddressHealth Health { get; }

    /// <summary>The address as the upstream's current version has it.</summary>
    public UpstreamPeer Peer => _plan.Target.Peer;

    /// <summary>Begins: at a random moment of the first interval.</summary>
    public void Start() => Arm(Random.Shared.NextDouble());

    /// <summary>Goes by another plan from the next probe on.</summary>
    public void Replan(ProbeTarget target, SemaphoreSlim gate)
    {
        bool isOther = target.Checks.HealthyInterval != _plan.Target.Checks.HealthyInterval
            || target.Checks.UnhealthyInterval != _plan.Target.Checks.UnhealthyInterval;
        _plan = new Plan(target, gate);
        if (isOther)
        {
            Reschedule();
        }
    }

    /// <summary>The interval has changed, or the health that decides which one holds.</summary>
    public void Reschedule()
    {
        if (Volatile.Read(ref _running) == 0)
        {
            Arm(Spread());
        }
    }

    /// <summary>Ends; a probe under way says nothing any more.</summary>
    public void Stop()
    {
        _isStopped = true;
        _timer.Dispose();
    }

    private async Task RunAsync()
    {
        if (_isStopped || Interlocked.Exchange(ref _running, 1) != 0)
        {
            return;
        }

        try
        {
            var plan = _plan;
            await plan.Gate.WaitAsync().ConfigureAwait(false);
            try
            {
                await _node.Gate.WaitAsync().ConfigureAwait(false);
                try
                {
                    var result = _isStopped ? default : await _node.Prober.ProbeAsync(plan.Target).ConfigureAwait(false);
                    if (!_isStopped)
                    {
                        Health.Probed(result.Kind, result.Detail);
                    }
                }
                finally
                {
                    _node.Gate.Release();
                }
            }
            finally
            {
                plan.Gate.Release();
            }
        }
        finally
        {
            Volatile.Write(ref _running, 0);
            Arm(Spread());
        }
    }

    private static double Spread() => 0.9 + (Random.Shared.NextDouble() * 0.2);

    private void Arm(double share)
    {
        var checks = _plan.Target.Checks;
        var interval = Health.IsHealthy ? checks.HealthyInterval : checks.UnhealthyInterval;
        if (!_isStopped)
        {
            _timer.Change(interval > TimeSpan.Zero ? interval * share : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed record Plan(ProbeTarget Target, SemaphoreSlim Gate);
}
