using Gatehouse.Core.Configuration;

namespace Gatehouse.Core.Plugins;

/// <summary>A plugin cannot be built from a configuration that its schema accepts; it names field, value and remedy.</summary>
public sealed class PluginBuildException : Exception
{
    public PluginBuildException()
    {
    }

    public PluginBuildException(string message)
        : base(message)
    {
    }

    public PluginBuildException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="field">The field below <c>config</c>, for example <c>origins[1]</c>.</param>
    /// <param name="message">What is wrong with it.</param>
    /// <param name="value">The value as written; null when it is or may hold a secret.</param>
    /// <param name="remedy">What to do about it; null when the message says it.</param>
    public PluginBuildException(string field, string message, string? value, string? remedy)
        : base(message)
    {
        Field = field;
        Value = value;
        Remedy = remedy;
    }

    /// <param name="errors">What is wrong elsewhere in the configuration, each with the path of an entity: <c>ai_models[id].fallbacks</c>.</param>
    public PluginBuildException(IReadOnlyList<ConfigError> errors)
        : base(string.Join("; ", errors)) => Errors = errors;

    /// <summary>Errors outside of the plugin's own configuration; empty = the exception itself is the error.</summary>
    public IReadOnlyList<ConfigError> Errors { get; } = [];

    /// <summary>The field below <c>config</c>; null = the configuration as a whole.</summary>
    public string? Field { get; }

    /// <summary>The value as written; null when it is or may hold a secret.</summary>
    public string? Value { get; }

    /// <summary>What to do about it; null when the message says it.</summary>
    public string? Remedy { get; }
}
