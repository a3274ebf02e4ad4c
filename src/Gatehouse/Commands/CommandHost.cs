using Gatehouse.Control.Distribution;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Commands;

/// <summary>What the commands need of their surroundings; tests give their own.</summary>
public sealed record CommandHost
{
    /// <summary>Runs a node.</summary>
    public required NodeRunner Run { get; init; }

    /// <summary>Reads declarative files for <c>check</c>; made only when a file needs it.</summary>
    public required Func<IDeclarativeReader> DeclarativeReader { get; init; }

    /// <summary>
    /// Builds a configuration that was read without errors, serving nothing, for <c>check</c>; what keeps it from being built.
    /// </summary>
    public required Func<ConfigSet, ValueTask<IReadOnlyList<ConfigError>>> TryBuild { get; init; }

    /// <summary>Opens what a user types or pipes in. Only when it is read: the runtime's console takes over signals of the process.</summary>
    public required Func<TextReader> In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Working directory, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Version that <c>version</c> prints.</summary>
    public required string Version { get; init; }
}
