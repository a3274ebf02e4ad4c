using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// The short ways to write who is in which consumer group: <c>groups</c> of a consumer (as decK writes them) and
/// <c>consumers</c> of a group. Items are names, ids, or records with one of them.
/// </summary>
internal static class MembershipForms
{
    /// <summary>The kind of entity that the items become.</summary>
    public const string Kind = "consumer_group_consumers";

    /// <summary>Takes the short form out of an entity; null when it has none.</summary>
    public static (string Name, string Field, JsonNode? Value)? Take(string kind, JsonObject entity)
    {
        var (name, parent, other) = kind switch
        {
            "consumers" => ("groups", "consumer", "consumer_group"),
            "consumer_groups" => ("consumers", "consumer_group", "consumer"),
            _ => ("", "", ""),
        };
        if (name.Length == 0 || !entity.TryGetPropertyValue(name, out var value))
        {
            return null;
        }

        entity.Remove(name);
        return (name, parent, value is JsonArray list ? new JsonArray([.. list.Select(item => Member(item, other))]) : value);
    }

    // What is neither a text nor a record stays as it is and is refused where it stands.
    private static JsonNode? Member(JsonNode? item, string other) => item switch
    {
        JsonObject record => new JsonObject { [other] = Key(record) },
        _ when JsonScalars.AsString(item) is { } name => new JsonObject { [other] = name },
        _ => item?.DeepClone(),
    };

    private static JsonObject Key(JsonObject record)
    {
        var key = new JsonObject();
        foreach (string name in (ReadOnlySpan<string>)["id", "name", "username"])
        {
            if (record[name] is { } value)
            {
                key[name] = value.DeepClone();
            }
        }

        return key;
    }
}
