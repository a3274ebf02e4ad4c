using Microsoft.Extensions.Hosting;

namespace Gatehouse.Control.Listening;

/// <summary>The program owns the signals; the default lifetime would take SIGTERM away from it.</summary>
internal sealed class NullLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
