using Gatehouse.Control.Declarative;
using Gatehouse.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Distribution;

/// <summary>
/// Holds the configuration of a node that has no database. Loads are done one at a time; one with errors changes nothing.
/// </summary>
public sealed partial class ConfigurationHost : IDisposable
{
    /// <summary>Characters from which a document leaves so much garbage behind that it is collected at once: some ten thousand routes.</summary>
    private const int LargeText = 2 * 1024 * 1024;

    private readonly IDeclarativeReader _reader;
    private readonly IConfigTarget _target;
    private readonly LastGoodFile? _lastGood;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile ConfigSet _current = ConfigSet.Empty;
    private volatile DeclarativeResult? _result;
    private volatile IReadOnlyList<ConfigError> _lastErrors = [];

    /// <summary>Makes an empty host.</summary>
    /// <param name="reader">Reads declarative texts.</param>
    /// <param name="target">Is given each configuration.</param>
    /// <param name="lastGood">Keeps what was applied; null = nothing is kept.</param>
    /// <param name="logger">Takes results of loads; never contents.</param>
    public ConfigurationHost(IDeclarativeReader reader, IConfigTarget target, LastGoodFile? lastGood, ILogger logger)
    {
        _reader = reader;
        _target = target;
        _lastGood = lastGood;
        _logger = logger;
    }

    /// <summary>The configuration that serves.</summary>
    public ConfigSet Current => _current;

    /// <summary>Errors of the last load; empty when it was applied. Feeds <c>INodeStatus.LastConfigurationErrors</c>.</summary>
    public IReadOnlyList<ConfigError> LastErrors => _lastErrors;

    /// <summary>The configuration that serves, as declarative YAML.</summary>
    public string WriteCurrent() => DeclarativeWriter.Write(_result?.ReadEntities() ?? []);

    /// <summary>Loads a declarative text.</summary>
    public async Task<LoadOutcome> LoadAsync(string text, LoadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!await _turn.WaitAsync(options.WaitsForTurn ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return new LoadOutcome(LoadStatus.Busy, [], null);
        }

        try
        {
            return await LoadInTurnAsync(text, options, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Notes that the source of the configuration cannot be read, so that it shows in <see cref="LastErrors"/>.</summary>
    public void NoteUnreadable(string origin, string message)
    {
        _lastErrors = [new ConfigError(origin, message, null, "make the file readable; the last configuration keeps serving")];
        LogUnreadable(origin, message);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<LoadOutcome> LoadInTurnAsync(string text, LoadOptions options, CancellationToken cancellationToken)
    {
        // After a failure the same text is read again: what was wrong may lie outside of it.
        if (options.SkipsUnchanged && _lastErrors.Count == 0 && _reader.HashOf(text) == _current.Hash)
        {
            return new LoadOutcome(LoadStatus.Unchanged, [], null);
        }

        // Reading ten thousand routes takes a while: not on the caller's thread, which may be a timer's or a server's.
        var result = await BackgroundWork.RunAsync("configuration", () => _reader.Read(text));
        if (result.Config is not { } config || result.Errors.Count > 0)
        {
            return Refuse(options.Origin, result.Errors, result);
        }

        var errors = await _target.ApplyAsync(config, cancellationToken);
        if (errors.Count > 0)
        {
            return Refuse(options.Origin, result.InDocument(errors), result);
        }

        _current = config;
        _result = result;
        _lastErrors = [];
        foreach (var warning in result.Warnings)
        {
            LogWarning(options.Origin, warning);
        }

        if (text.Length >= LargeText)
        {
            // The trees of a large document are garbage in the oldest generation: without this they stay resident for hours. The
            // collections while they were alive took longer than this one, which moves only what serves.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        LogApplied(options.Origin, config.Hash, config.Services.Count, config.Routes.Count, config.Plugins.Count);
        if (_lastGood is not null && await _lastGood.SaveAsync(text, cancellationToken) is { } problem)
        {
            LogNotKept(problem);
        }

        return new LoadOutcome(LoadStatus.Applied, [], result);
    }

    private LoadOutcome Refuse(string origin, IReadOnlyList<ConfigError> errors, DeclarativeResult result)
    {
        _lastErrors = errors;
        LogRefused(origin, errors.Count);
        foreach (var error in errors)
        {
            LogError(origin, error);
        }

        return new LoadOutcome(LoadStatus.Invalid, errors, result);
    }

    [LoggerMessage(2201, LogLevel.Information, "Configuration {Hash} from {Origin} serves: {Services} services, {Routes} routes, {Plugins} plugins")]
    private partial void LogApplied(string origin, string hash, int services, int routes, int plugins);

    [LoggerMessage(2202, LogLevel.Error, "Configuration from {Origin} is refused with {Count} errors; what served before keeps serving")]
    private partial void LogRefused(string origin, int count);

    [LoggerMessage(2203, LogLevel.Error, "{Origin}: {Error}")]
    private partial void LogError(string origin, ConfigError error);

    [LoggerMessage(2204, LogLevel.Warning, "{Origin}: {Warning}")]
    private partial void LogWarning(string origin, ConfigError warning);

    [LoggerMessage(2205, LogLevel.Warning, "The configuration that serves could not be kept for the next start: {Problem}")]
    private partial void LogNotKept(string problem);

    [LoggerMessage(2206, LogLevel.Error, "Configuration from {Origin} cannot be read: {Problem}; what served before keeps serving")]
    private partial void LogUnreadable(string origin, string problem);
}
