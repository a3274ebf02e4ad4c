using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;

namespace Gatehouse.Gateway.Tests.Limits;

/// <summary>A local store with a clock of its own, and short ways to ask it.</summary>
internal sealed class LimitBench
{
    public const long Second = LimitWindow.Second;

    public LimitBench(LocalLimitOptions? options = null, SettableClock? time = null)
    {
        Time = time ?? new SettableClock();
        Clock = new LimitClock(Time);
        Store = new LocalLimitStore(options ?? new LocalLimitOptions { Cells = 4096, LogBytes = 1 << 20 }, Clock);
    }

    public SettableClock Time { get; }

    public LimitClock Clock { get; }

    public LocalLimitStore Store { get; }

    public static LimitRule Rule(LimitAlgorithm algorithm, long limit, long seconds = 1, long burst = 0, string name = "default")
        => new("test", name, algorithm, limit, LimitWindow.OfSeconds(seconds), burst);

    public static LimitBatch Batch(params (LimitRule Rule, UInt128 Key, long Cost)[] charges)
    {
        var batch = new LimitBatch();
        foreach (var (rule, key, cost) in charges)
        {
            batch.Add(rule, key, cost);
        }

        return batch;
    }

    public LimitCharge Take(LimitRule rule, long cost = 1, UInt128 key = default)
    {
        var batch = Batch((rule, key, cost));
        bool isAdmitted = Store.Take(batch.Charges) == LimitOutcome.Admitted;
        return isAdmitted == batch[0].IsAdmitted ? batch[0] : throw new InvalidOperationException("outcome and charge disagree");
    }
}
