namespace Gatehouse.Core.Configuration;

/// <summary>
/// Where the gateway's configuration comes from: a file, a database, Kubernetes. The gateway does not care. The source calls
/// <see cref="IConfigTarget.ApplyAsync"/> for the first configuration and for each later one.
/// </summary>
public interface IConfigTarget
{
    /// <summary>
    /// Builds a snapshot off the request path and swaps it in. On failure nothing changes and the errors are returned.
    /// Calls are serialised by the caller or by the target; the last one wins.
    /// </summary>
    ValueTask<IReadOnlyList<ConfigError>> ApplyAsync(ConfigSet config, CancellationToken cancellationToken);
}
