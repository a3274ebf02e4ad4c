using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>
/// Asks a hosts file before another resolver. The file is read again when its time or length has changed; while it cannot be
/// read, what it last said holds.
/// </summary>
internal sealed class HostsFileResolver(string path, AddressPreference preference, IHostResolver next, ILogger logger) : IHostResolver
{
    /// <summary>A file that is longer is no hosts file: 1 MiB.</summary>
    private const long MaxBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private (DateTime Time, long Length)? _stamp;
    private HostsFile _file = HostsFile.Empty;
    private bool _isUnreadable;

    public Task<HostAnswer> ResolveAsync(string host)
        => Current().Find(host) is { } addresses
            ? Task.FromResult(HostAnswer.Found(preference.Of(addresses)))
            : next.ResolveAsync(host);

    private HostsFile Current()
    {
        lock (_lock)
        {
            try
            {
                var info = new FileInfo(path);
                var stamp = (info.LastWriteTimeUtc, info.Length);
                if (stamp != _stamp)
                {
                    _file = info.Length <= MaxBytes ? HostsFile.Parse(File.ReadAllText(path)) : throw new IOException("it is longer than 1 MiB");
                    _stamp = stamp;
                    _isUnreadable = false;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!_isUnreadable)
                {
                    _isUnreadable = true;
                    UpstreamLog.HostsFileUnreadable(logger, path, e.Message);
                }

                // Whatever it says when it is there again is read.
                _stamp = null;
            }

            return _file;
        }
    }
}
