using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.KeyAuth;

/// <summary>Configuration of <c>key-auth</c>.</summary>
internal sealed record KeyAuthConfig
{
    /// <summary>Names under which a key may arrive, in the order they are looked for. Default apikey.</summary>
    public required IReadOnlyList<string> KeyNames { get; init; }

    /// <summary>Whether header fields are looked at. Default true.</summary>
    public required bool InHeader { get; init; }

    /// <summary>Whether query parameters are looked at. Default true.</summary>
    public required bool InQuery { get; init; }

    /// <summary>Whether the body is looked at; it is read into memory for that. Default false.</summary>
    public required bool InBody { get; init; }

    /// <summary>Whether keys are removed before the request goes on. Default false.</summary>
    public required bool HideCredentials { get; init; }

    /// <summary>Whether a field <c>Bearer KEY</c> carries KEY. Default false: Kong takes the whole value.</summary>
    public required bool TakesBearer { get; init; }

    /// <summary>Realm in WWW-Authenticate; null = none.</summary>
    public required string? Realm { get; init; }

    public static KeyAuthConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new KeyAuthConfig
        {
            KeyNames = reader.GetStrings("key_names") ?? ["apikey"],
            InHeader = reader.GetBool("key_in_header", true),
            InQuery = reader.GetBool("key_in_query", true),
            InBody = reader.GetBool("key_in_body", false),
            HideCredentials = reader.GetBool("hide_credentials", false),
            TakesBearer = reader.GetBool("bearer", false),
            Realm = reader.GetString("realm"),
        };
    }
}
