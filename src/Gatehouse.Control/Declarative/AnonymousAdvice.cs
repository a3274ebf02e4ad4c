using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Finds plugins whose <c>anonymous</c> names a consumer that is not there. Kong loads them, and answers every request that fails to
/// authenticate with 500.
/// </summary>
internal sealed class AnonymousAdvice
{
    private const string Message = "there is no consumer of this user name or id: requests that fail to authenticate get 500";
    private const int MaxNames = 1000;

    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _usernames = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Name)> _named = [];

    /// <summary>One warning for each such plugin; read when every entity has been looked at.</summary>
    public IEnumerable<ConfigError> Warnings => _named
        .Where(n => !_usernames.Contains(n.Name) && !_ids.Contains(n.Name))
        .Select(n => new ConfigError(
            n.Path,
            Message,
            ValueDisplay.Shorten(n.Name),
            Suggestion.For(n.Name, [.. _usernames.Take(MaxNames)]) is { } near ? $"did you mean '{near}'?" : "declare it under 'consumers'"));

    /// <summary>Looks at a valid entity.</summary>
    public void Look(DeclarativeEntity entity, JsonObject node)
    {
        if (entity.Kind.Name == "consumers")
        {
            _ids.Add(entity.Id);
            if (JsonScalars.AsString(node["username"]) is { } username)
            {
                _usernames.Add(username);
            }
        }
        else if (entity.Kind.Name == "plugins" && JsonScalars.AsBoolean(node["enabled"]) != false
            && JsonScalars.AsString((node["config"] as JsonObject)?["anonymous"]) is { Length: > 0 } name)
        {
            _named.Add(($"{entity.Path}.config.anonymous", name));
        }
    }
}
