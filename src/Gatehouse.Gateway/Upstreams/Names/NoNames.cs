namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>A resolver that knows no name: for what is built and never runs.</summary>
internal sealed class NoNames : IHostResolver
{
    /// <inheritdoc/>
    public Task<HostAnswer> ResolveAsync(string host) => Task.FromResult(HostAnswer.NotFound);
}
