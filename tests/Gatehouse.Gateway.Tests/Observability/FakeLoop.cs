using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Tests.Observability;

/// <summary>A loop that only says who it is and remembers what was armed.</summary>
internal sealed class FakeLoop(int index) : Loop
{
    public List<long> Armed { get; } = [];

    public override int Index => index;

    public override long NowMilliseconds => 0;

    /// <summary>Makes the calling thread this loop's.</summary>
    public void Enter() => Current = this;

    public static void Leave() => Current = null;

    public override void Post(Action<object?> callback, object? state) => callback(state);

    public override void Arm(LoopTimer timer, long delayMilliseconds) => Armed.Add(delayMilliseconds);

    public override void Disarm(LoopTimer timer)
    {
    }

    public override void Dispose()
    {
    }
}
