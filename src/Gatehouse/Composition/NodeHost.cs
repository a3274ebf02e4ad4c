using System.Net.Sockets;
using Gatehouse.Commands;
using Gatehouse.Control.AdminApi;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Control.Secrets;
using Gatehouse.Control.StatusApi;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Gatehouse.Echo;
using Gatehouse.Gateway;
using Gatehouse.Net.Channels;
using Gatehouse.Settings;
using Gatehouse.Tls;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Composition;

/// <summary>
/// A node from start to end: puts the rooms together, loads the configuration, listens, and drains when it is told to stop. The
/// order matters: nothing listens before the configuration serves, and the control APIs answer until the last exchange is over.
/// </summary>
internal sealed partial class NodeHost(NodeSettings settings, TextWriter error, TimeProvider time)
{
    /// <summary>Runs a node; the exit code.</summary>
    public static Task<int> RunAsync(NodeSettings settings, TextWriter error, CancellationToken cancellationToken)
        => new NodeHost(settings, error, TimeProvider.System).RunAsync(cancellationToken);

    /// <summary>The declarative loader for a node, or for <c>check</c>.</summary>
    public static DeclarativeReader ReaderOf(NodeSettings? settings)
        => new(new DeclarativeLoader(
            PluginSelection.Of(NodePlugins.Catalog, settings?.Plugins),
            new EnvVaultResolver(Environment.GetEnvironmentVariable, settings?.VaultEnvPrefix),
            TimeProvider.System,
            settings?.RouterFlavor ?? RouterFlavor.TraditionalCompatible));

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var descriptors = new DescriptorBudget(DescriptorLimit.Raise(), settings.WorkerCount);
        if (!descriptors.IsEnough)
        {
            await error.WriteLineAsync(descriptors.Refusal);
            return ExitCode.Invalid;
        }

        if (LogFiles.Prepare(settings) is { Count: > 0 } problems)
        {
            foreach (string problem in problems)
            {
                await error.WriteLineAsync($"error: {problem}");
            }

            await error.WriteLineAsync($"Not started: {problems.Count} error{(problems.Count == 1 ? "" : "s")} in the settings.");
            return ExitCode.Invalid;
        }

        using var signals = ProcessSignals.Listen();
        using var errorLog = new ErrorLog(settings.Logs.ErrorLog, ErrorLog.LevelOf(settings.Logs.Level), time);
        using var loggers = new LoggerFactory([errorLog]);
        var logger = loggers.CreateLogger<NodeHost>();
        try
        {
            return await RunAsync(descriptors, signals, errorLog, loggers, logger, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or IOException or CertificateException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"Not started: {e.Message}");
            return ExitCode.Invalid;
        }
    }

    private async Task<int> RunAsync(
        DescriptorBudget descriptors,
        ProcessSignals signals,
        ErrorLog errorLog,
        LoggerFactory loggers,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        // 1. The road, without a listener.
        var nodeId = settings.NodeId ?? Guid.NewGuid();
        var options = SettingsMapping.ToRuntime(settings, Certificate(logger), nodeId, descriptors, loggers);
        await using var runtime = new GatewayRuntime(options, time, loggers);
        long wanted = SettingsMapping.ConnectionsWanted(settings);
        if (options.MaxConnections < wanted)
        {
            LogFewDescriptors(logger, descriptors.Limit, options.MaxConnections, wanted);
        }

        foreach (string unknown in PluginSelection.Unknown(NodePlugins.Catalog, settings.PluginNames))
        {
            LogUnknownPlugin(logger, PluginSelection.MessageOf(unknown));
        }

        // 2. The configuration.
        var lastGood = LastGoodFile.In(settings.Prefix, settings.DeclarativeConfig ?? $"posted to {string.Join(' ', settings.ProxyListen.Select(a => a.EndPoint))}");
        using var host = new ConfigurationHost(
            ReaderOf(settings), new MeteredTarget(runtime, time), lastGood, loggers.CreateLogger<ConfigurationHost>());
        var source = new DeclarativeSource(
            host, lastGood, settings.DeclarativeConfig, settings.DeclarativeConfigString, loggers.CreateLogger<DeclarativeSource>());
        var errors = await source.StartAsync(cancellationToken);
        if (errors.Count > 0)
        {
            return await RefuseAsync(errors);
        }

        // 3. Listeners: the echo upstream first, the proxy, then what reports readiness.
        using var echo = new EchoServer(runtime.Loops);
        echo.Start(settings.EchoListen.Select(a => a.EndPoint));
        await runtime.StartAsync(SettingsMapping.ToListeners(settings.ProxyListen), cancellationToken);
        await using var control = await StartControlAsync(runtime, host, nodeId, loggers, cancellationToken);
        await host.ServesAsync(cancellationToken);
        await using var watcher = source.Watch(settings.DeclarativeConfigPollInterval, time);
        signals.Reload += () => _ = source.ReloadAsync(isForced: true, CancellationToken.None);
        signals.ReopenLogs += () =>
        {
            errorLog.Reopen();
            runtime.ReopenLogs();
        };
        string endPoints = string.Join(", ", runtime.EndPoints);
        LogServing(logger, endPoints, settings.WorkerCount);
        if (runtime.Status.ConfigurationHash == ConfigSet.Empty.Hash)
        {
            LogNoConfiguration(logger);
        }

        // 4. Until told to stop; then drain.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Drain, cancellationToken);
        await WhenCancelledAsync(stop.Token);
        LogDraining(logger, settings.ShutdownTimeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(signals.Abort);
        limit.CancelAfter(settings.ShutdownTimeout);
        await runtime.DrainAsync(limit.Token);
        LogStopped(logger);
        return ExitCode.Ok;
    }

    private LoadedCertificate Certificate(ILogger logger)
    {
        if (settings.Tls.Certificates is [var first, ..])
        {
            return CertificateLoader.Load(first, "ssl_cert");
        }

        var certificate = new DefaultCertificate(settings.Prefix, time).LoadOrCreate(out string? warning);
        if (warning is not null)
        {
            LogCertificateWarning(logger, warning);
        }

        return certificate;
    }

    private async Task<int> RefuseAsync(IReadOnlyList<ConfigError> errors)
    {
        string origin = settings.DeclarativeConfig ?? "declarative_config_string";
        foreach (var e in errors)
        {
            // What is wrong with the file as a whole names it already.
            await error.WriteLineAsync(ValueDisplay.Printable(e.Path == origin ? $"error: {e}" : $"error: {origin}: {e}"));
        }

        await error.WriteLineAsync($"Not started: {errors.Count} error{(errors.Count == 1 ? "" : "s")} in the configuration.");
        return ExitCode.Invalid;
    }

    private async Task<ControlServer?> StartControlAsync(
        GatewayRuntime runtime, ConfigurationHost host, Guid nodeId, LoggerFactory loggers, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<ControlServer>();
        var node = new AdminNode
        {
            NodeId = nodeId,
            ProductVersion = Product.Version,
            Configuration = settings.PublicView,
            WorkerCount = settings.WorkerCount,
        };
        var admin = AdminSite.Create(
            node, host, NodePlugins.Catalog, runtime.Status, runtime.CredentialUses, runtime.Metrics, runtime.LimitCounters,
            runtime.UsageReports, runtime.UpstreamHealth, settings.AdminAllowedHosts, time, logger);
        var status = StatusSite.Create(runtime.Status, host, runtime.Metrics, runtime.UpstreamHealth, nodeId, settings.AdminAllowedHosts, time, logger);
        List<ControlListener> listeners =
        [
            .. settings.AdminListen.Select(a => ListenerOf(a, admin, settings.Tls.AdminCertificates)),
            .. settings.StatusListen.Select(a => ListenerOf(a, status, settings.Tls.StatusCertificates)),
        ];
        return listeners.Count == 0
            ? null
            : await ControlServer.StartAsync(listeners, settings.AdminMaxBodySize, loggers, cancellationToken);
    }

    private ControlListener ListenerOf(ListenAddress address, ControlSite site, IReadOnlyList<CertificatePair> own) => new()
    {
        EndPoint = address.EndPoint,
        Site = site,
        Http2 = address.Http2,
        Protocols = settings.Tls.Protocols,
        Certificate = !address.Ssl ? null
            : own is [var pair, ..] ? CertificateLoader.Load(pair, "admin_ssl_cert").Certificate
            : settings.Tls.Certificates is [var shared, ..] ? CertificateLoader.Load(shared, "ssl_cert").Certificate
            : new DefaultCertificate(settings.Prefix, time).LoadOrCreate(out _).Certificate,
    };

    private static async Task WhenCancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Gatehouse serves on {EndPoints} with {Loops} event loops")]
    private static partial void LogServing(ILogger logger, string endPoints, int loops);

    [LoggerMessage(
        EventId = 7,
        Level = LogLevel.Information,
        Message = "There is no configuration: every request is answered 404 until one comes by declarative_config or POST /config")]
    private static partial void LogNoConfiguration(ILogger logger);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Draining for at most {Limit}")]
    private static partial void LogDraining(ILogger logger, TimeSpan limit);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(
        EventId = 5,
        Level = LogLevel.Warning,
        Message = "{Warning}")]
    private static partial void LogUnknownPlugin(ILogger logger, string warning);

    [LoggerMessage(
        EventId = 6,
        Level = LogLevel.Warning,
        Message = "The limit on open files is {Limit}: at most {Allowed} client connections at a time instead of {Wanted}")]
    private static partial void LogFewDescriptors(ILogger logger, long limit, int allowed, long wanted);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogCertificateWarning(ILogger logger, string warning);
}
