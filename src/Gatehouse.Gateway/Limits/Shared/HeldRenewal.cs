using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>Tells the server every few seconds what the node still holds of concurrency counters that nobody else asks about.</summary>
internal sealed class HeldRenewal(RedisLimitStore store, Loop loop) : LoopTimer
{
    private const int PauseMilliseconds = LimitScript.NodeLeaseMilliseconds / 6;
    private const long PauseNanoseconds = PauseMilliseconds * 1_000_000L;

    private volatile bool _isEnded;

    /// <summary>Begins; on any thread.</summary>
    public void Start() => loop.Post(static state => ((HeldRenewal)state!).ArmAgain(), this);

    /// <summary>Ends; on any thread.</summary>
    public void Stop() => _isEnded = true;

    /// <inheritdoc/>
    protected override void OnElapsed()
    {
        foreach (var (rule, key) in store.Held.Due(store.Now, PauseNanoseconds))
        {
            store.Renew(rule, key);
        }

        ArmAgain();
    }

    private void ArmAgain()
    {
        if (!_isEnded)
        {
            loop.Arm(this, PauseMilliseconds);
        }
    }
}
