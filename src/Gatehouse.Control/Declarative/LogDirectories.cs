using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Warns of instances of <c>file-log</c> that have nowhere to write. No error: the directory may come later, or stand only where
/// the node runs.
/// </summary>
internal sealed class LogDirectories(List<ConfigError> warnings)
{
    /// <summary>Looks at a valid entity.</summary>
    public void Look(DeclarativeEntity entity, JsonObject node)
    {
        if (entity.Kind.Name != "plugins" || JsonScalars.AsString(node["name"]) != "file-log"
            || JsonScalars.AsString((node["config"] as JsonObject)?["path"]) is not { Length: > 0 } path)
        {
            return;
        }

        string? problem = Directory.Exists(path) ? "is a directory"
            : Path.GetDirectoryName(path) is { Length: > 0 } directory && !Directory.Exists(directory) ? "the directory does not exist here"
            : null;
        if (problem is not null)
        {
            warnings.Add(new ConfigError($"{entity.Path}.config.path", problem, ValueDisplay.Shorten(path), "nothing is logged until it can be written"));
        }
    }
}
