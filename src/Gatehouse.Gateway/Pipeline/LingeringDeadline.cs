using Gatehouse.Core.Exchanges;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// Bounds how long a client may go on sending a body nobody wants after it has its answer (nginx: lingering_timeout, 5 s).
/// </summary>
internal sealed class LingeringDeadline(Loop loop) : LoopTimer
{
    private const int Milliseconds = 5000;

    private Downstream? _downstream;

    /// <summary>Starts the time for a client.</summary>
    public void Start(Downstream downstream)
    {
        _downstream = downstream;
        loop.Arm(this, Milliseconds);
    }

    /// <summary>The client is done.</summary>
    public void Stop()
    {
        loop.Disarm(this);
        _downstream = null;
    }

    /// <inheritdoc/>
    protected override void OnElapsed() => _downstream?.Abort();
}
