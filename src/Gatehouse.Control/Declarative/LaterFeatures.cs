using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Values that are valid in Kong and that this version serves otherwise: one warning for each feature, with the number of entities.
/// Silence would let somebody believe that they are served as in Kong.
/// </summary>
internal sealed class LaterFeatures
{
    private const string Stream = "not available in this version: TCP, UDP and TLS streams are not served";

    private static readonly HashSet<string> StreamProtocols = new(StringComparer.Ordinal) { "tcp", "tls", "udp", "tls_passthrough" };

    private readonly SortedDictionary<string, (string Message, int Count)> _byPath = new(StringComparer.Ordinal);

    /// <summary>The warnings for all entities seen.</summary>
    public IEnumerable<ConfigError> Warnings
        => _byPath.Select(static f => new ConfigError(f.Key, $"{f.Value.Message} (in {f.Value.Count})"));

    /// <summary>Looks at an entity whose defaults are filled in and which need not be valid.</summary>
    public void Look(string kind, JsonObject entity)
    {
        switch (kind)
        {
            case "upstreams":
                break;
            case "services":
                Count(IsStream(entity["protocol"]), "services.protocol", Stream);
                break;
            case "routes":
                Count(entity["protocols"] is JsonArray protocols && protocols.Any(IsStream), "routes.protocols", Stream);
                break;
            default:
                break;
        }
    }

    private static bool IsStream(JsonNode? protocol) => JsonScalars.AsString(protocol) is { } text && StreamProtocols.Contains(text);

    private void Count(bool applies, string path, string message)
    {
        if (applies)
        {
            _byPath[path] = (message, _byPath.GetValueOrDefault(path).Count + 1);
        }
    }
}
