namespace Gatehouse.Core.Plugins;

/// <summary>A plugin cannot be built from a configuration that its schema accepts; the message names field, value and remedy.</summary>
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
}
