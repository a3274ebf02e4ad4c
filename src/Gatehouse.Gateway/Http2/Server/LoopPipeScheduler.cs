using System.IO.Pipelines;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>Continues our end of a pipe on the loop that owns the channel.</summary>
internal sealed class LoopPipeScheduler(Loop loop) : PipeScheduler
{
    public override void Schedule(Action<object?> action, object? state) => loop.Post(action, state);
}
