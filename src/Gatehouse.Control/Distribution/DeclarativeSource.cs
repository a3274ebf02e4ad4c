using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gatehouse.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Distribution;

/// <summary>
/// Where the configuration of a node without a database comes from: a file, a text in the settings, or, when neither is set,
/// what was last posted.
/// </summary>
public sealed partial class DeclarativeSource
{
    /// <summary>A larger file is a mistake; 100,000 routes take about 30 MB.</summary>
    private const long MaxFileBytes = 256L * 1024 * 1024;

    /// <summary>Long enough for a copy that is under way, short enough not to be noticed.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly ConfigurationHost _host;
    private readonly LastGoodFile? _lastGood;
    private readonly string? _file;
    private readonly string? _text;
    private readonly ILogger _logger;
    private string? _readDigest;

    /// <param name="host">Takes the configuration.</param>
    /// <param name="lastGood">What to start from when the file cannot be read.</param>
    /// <param name="file"><c>declarative_config</c>, absolute, or null.</param>
    /// <param name="text"><c>declarative_config_string</c>, or null.</param>
    /// <param name="logger">Says what was started from.</param>
    public DeclarativeSource(ConfigurationHost host, LastGoodFile? lastGood, string? file, string? text, ILogger logger)
    {
        _host = host;
        _lastGood = lastGood;
        _file = file;
        _text = text;
        _logger = logger;
    }

    /// <summary>
    /// The first load. Any error is returned, and the node must not start. Only a file that cannot be read at all is replaced
    /// by the last good configuration: its store is down, and that is not a reason to refuse traffic.
    /// </summary>
    public async Task<IReadOnlyList<ConfigError>> StartAsync(CancellationToken cancellationToken)
    {
        if (_text is not null)
        {
            return await LoadAsync(_text, "declarative_config_string", cancellationToken);
        }

        if (_file is null)
        {
            return await StartFromLastGoodAsync(cancellationToken) ?? [];
        }

        var (text, problem) = await ReadFileAsync(_file, cancellationToken);
        if (text is not null)
        {
            _readDigest = DigestOf(text);
            return await LoadAsync(text, _file, cancellationToken);
        }

        if (await StartFromLastGoodAsync(cancellationToken) is { } errors)
        {
            _host.NoteUnreadable(_file, problem!);
            return errors;
        }

        return [new ConfigError(_file, problem!, null, "make the file readable, or set declarative_config to another one")];
    }

    /// <summary>Reads the file again; errors are noted by the host. Without a file there is nothing to read again.</summary>
    /// <param name="isForced">Whether an unchanged configuration is applied again (SIGHUP).</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReloadAsync(bool isForced, CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            LogNothingToReload();
            return;
        }

        var (text, problem) = await ReadFileAsync(_file, cancellationToken);
        if (text is null)
        {
            _host.NoteUnreadable(_file, problem!);
            return;
        }

        // What SIGHUP has read already is no change when the watcher comes to it: it must not undo what was posted in between.
        string digest = DigestOf(text);
        if (Interlocked.Exchange(ref _readDigest, digest) == digest && !isForced && _host.LastErrors.Count == 0)
        {
            return;
        }

        await _host.LoadAsync(text, new LoadOptions(_file, SkipsUnchanged: !isForced), cancellationToken);
    }

    /// <summary>Reloads whenever the file changes; null without a file.</summary>
    public FileWatcher? Watch(TimeSpan? pollInterval, TimeProvider time)
        => _file is null ? null : new FileWatcher(_file, Settle, pollInterval, token => ReloadAsync(isForced: false, token), time, _logger);

    private async Task<IReadOnlyList<ConfigError>?> StartFromLastGoodAsync(CancellationToken cancellationToken)
    {
        if (_lastGood is null || await _lastGood.LoadAsync(cancellationToken) is not { } text)
        {
            return null;
        }

        LogLastGood(_lastGood.Path);
        return await LoadAsync(text, _lastGood.Path, cancellationToken);
    }

    private async Task<IReadOnlyList<ConfigError>> LoadAsync(string text, string origin, CancellationToken cancellationToken)
        => (await _host.LoadAsync(text, new LoadOptions(origin, SkipsUnchanged: false), cancellationToken)).Errors;

    private static string DigestOf(string text) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())));

    private static async Task<(string? Text, string? Problem)> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MaxFileBytes }
                ? (null, $"is larger than {MaxFileBytes} bytes")
                : (await File.ReadAllTextAsync(path, cancellationToken), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    [LoggerMessage(2221, LogLevel.Warning, "STARTING FROM THE LAST GOOD CONFIGURATION in {Path}, because no other can be read")]
    private partial void LogLastGood(string path);

    [LoggerMessage(2222, LogLevel.Warning, "Nothing to reload: declarative_config is not set")]
    private partial void LogNothingToReload();
}
